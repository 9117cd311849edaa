import { createHash } from 'node:crypto'

/** Longest key of a commit status on Bitbucket Cloud. */
const maximumLength = 40

/** The key as Bitbucket takes it: a longer one ends in a digest of what is cut off. */
export function toStatusKey(key: string): string {
  if (key.length <= maximumLength) return key
  const digest = createHash('sha256').update(key).digest('hex').slice(0, 12)
  return `${key.slice(0, maximumLength - digest.length - 1)}-${digest}`
}
