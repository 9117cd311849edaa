import { createHash } from 'node:crypto'

/** How Bitbucket writes an identifier, made from a name so that it stays the same: `{504c3b62-8120-4f0c-a7bc-87800b9d6f70}`. */
export function toUuid(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex')
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`]
  return `{${[...parts, hex.slice(20, 32)].join('-')}}`
}

/** The id of an Atlassian account. */
export function toAccountId(login: string): string {
  return createHash('sha256').update(`account ${login}`).digest('hex').slice(0, 24)
}

/** Hashes within pull requests have 12 digits. */
export function shorten(hash: string): string {
  return hash.slice(0, 12)
}

/** Bitbucket tells times to the microsecond. */
export function printTime(time: Date): string {
  return time.toISOString().replace('Z', '000+00:00')
}
