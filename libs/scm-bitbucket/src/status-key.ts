import { createHash } from 'node:crypto'

/** Maximum length of a commit status key on Bitbucket Cloud. */
const maximumLength = 40

/** Shortens a key to Bitbucket's limit: replaces the end with a digest. */
export function toStatusKey(key: string): string {
  if (key.length <= maximumLength) return key
  const digest = createHash('sha256').update(key).digest('hex').slice(0, 12)
  return `${key.slice(0, maximumLength - digest.length - 1)}-${digest}`
}
