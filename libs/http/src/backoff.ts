/** Returns a random number from 0 (inclusive) to 1 (exclusive). */
export type RandomNumber = () => number

/**
 * GitHub's minimum wait if it specifies none:
 * https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api.
 */
const defaultRateLimitWait = 60_000
const longest = 30_000

/** Exponential backoff with jitter, in milliseconds. */
export function backoff(attempt: number, random: RandomNumber): number {
  return Math.round(Math.min(longest, 500 * 2 ** attempt) * (0.5 + random() / 2))
}

/** Backoff, in milliseconds, after a rate limit without a reset time. */
export function backoffFromLimit(attempt: number, random: RandomNumber): number {
  return Math.round(defaultRateLimitWait * 2 ** attempt * (1 + random() / 10))
}
