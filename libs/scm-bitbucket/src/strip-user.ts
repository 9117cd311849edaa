/** Removes the user that Bitbucket adds to a repository URL. */
export function stripUser(address: string): string {
  const url = new URL(address)
  url.username = ''
  url.password = ''
  return url.href
}
