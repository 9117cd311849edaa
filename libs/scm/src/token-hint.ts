/** What to do about a token that is refused, by the variable that holds it or by the quoted name of a stored secret. */
export function tokenHint(source: string): string {
  const stored = /^"(.*)"$/.exec(source)?.[1]
  return stored === undefined
    ? `Set ${source} in the server's environment to a valid token and restart the server.`
    : `Set the secret to a valid token with \`groundplan secret set ${stored}\`.`
}
