/** The next step for a token that a host no longer accepts, by the environment variable that holds it. */
export function tokenHint(variable: string): string {
  return `Set ${variable} in the server's environment to a valid token and restart the server.`
}
