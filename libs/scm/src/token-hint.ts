/**
 * What to do about a token that is refused, by where it is: the variable that holds it, the quoted name of a stored secret, or an address
 * `… in Vault`.
 */
export function tokenHint(source: string): string {
  if (source.includes(' in ')) return `Put a valid token at ${source}; it is read again within a minute.`
  const stored = /^"(.*)"$/.exec(source)?.[1]
  return stored === undefined
    ? `Set ${source} in the server's environment to a valid token and restart the server.`
    : `Set the secret to a valid token with \`groundplan secret set ${stored}\`.`
}
