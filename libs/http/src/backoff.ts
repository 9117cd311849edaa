/** A function that gives numbers from 0 up to, not including, 1. */
export type RandomNumber = () => number

/** GitHub asks for a minute at least where it does not say: https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api. */
const unsaidLimit = 60_000
const longest = 30_000

/** How long to wait before the next try, in milliseconds: twice as long each time, and never all at the same time. */
export function backoff(attempt: number, random: RandomNumber): number {
  return Math.round(Math.min(longest, 500 * 2 ** attempt) * (0.5 + random() / 2))
}

/** How long to wait after a limit was hit of which the host does not say when it ends. */
export function backoffFromLimit(attempt: number, random: RandomNumber): number {
  return Math.round(unsaidLimit * 2 ** attempt * (1 + random() / 10))
}
