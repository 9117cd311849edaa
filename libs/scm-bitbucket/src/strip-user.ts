/** An address of a repository without the user that Bitbucket puts into it. */
export function stripUser(address: string): string {
  const url = new URL(address)
  url.username = ''
  url.password = ''
  return url.href
}
