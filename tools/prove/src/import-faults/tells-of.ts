/** True if a problem's message names this branch or repository, or may be about it because it doesn't name them all. */
export function tellsOf(message: string, name: string): boolean {
  if (/ and \d+ more /.test(message)) return true
  return message.split(/,? (?:and )?|\.$/).includes(name)
}

/** True if a problem's link leads to the pull request with this number. */
export function linksTo(link: string, number: number): boolean {
  return new RegExp(`/${number}(?:/overview)?$`).test(link)
}
