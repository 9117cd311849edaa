import type { StoredSigningKey } from './signing-key-store.ts'

const minute = 60_000
/** How long a key signs before it is replaced, in milliseconds. */
export const signingPeriod = 30 * 24 * 60 * minute
/** How long a key is published before it signs: verifiers keep what they have read for a while. */
export const publicationPeriod = 15 * minute
/** Longest validity of a token, in seconds. */
export const longestTokenLife = 12 * 60 * 60
/** How far the clocks of verifiers may be behind. */
const clockTolerance = 5 * minute

type Keys = readonly StoredSigningKey[]

/** The newest key that has been published for long enough; before there is one, the oldest. Keys are given newest first. */
export function chooseSigningKey(keys: Keys, now: Date): StoredSigningKey | undefined {
  return keys.find((key) => signsFrom(key) <= now.getTime()) ?? keys.at(-1)
}

/** True if a new key has to be published. */
export function needsSigningKey([newest]: Keys, now: Date): boolean {
  return newest === undefined || newest.createdAt.getTime() + signingPeriod <= now.getTime()
}

/** Keys of which no valid token can be left: the one that followed has signed for longer than any token lives. */
export function findExpiredKeys(keys: Keys, now: Date): Keys {
  return keys.filter((_, index) => {
    const next = keys[index - 1]
    if (next === undefined) return false
    return signsFrom(next) + longestTokenLife * 1000 + clockTolerance < now.getTime()
  })
}

function signsFrom({ createdAt }: StoredSigningKey): number {
  return createdAt.getTime() + publicationPeriod
}
