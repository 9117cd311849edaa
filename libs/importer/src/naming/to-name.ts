/** Names that no file can have on Windows. */
const reservedNames = /^(?:con|prn|aux|nul|com\d|lpt\d)$/

/** Longest part of a name that comes from one folder. */
const longestPart = 60

/** A name that is safe as a file name, a branch name and a grain name: lower-case letters, digits and single hyphens. */
export function toName(...texts: readonly string[]): string {
  const name = texts
    .map(toWords)
    .filter((words) => words !== '')
    .join('-')
  return name === '' || reservedNames.test(name) ? `${name}-module`.replace(/^-/, '') : name
}

function toWords(text: string): string {
  const words = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '')
  return cut(words, longestPart)
}

/** At most `length` characters, without a hyphen at the end. */
export function cut(name: string, length: number): string {
  return name.slice(0, length).replace(/-+$/, '')
}
