/** The time of hosts and importers, which passes faster than that of this machine. */
export interface Clock {
  now(): Date
  pass(milliseconds: number): void
}

const twoMonths = 60 * 24 * 3_600_000

/** A clock that begins two months ago, so that what it says is never in the future. */
export function createClock(): Clock {
  let ahead = -twoMonths
  return {
    now: () => new Date(Date.now() + ahead),
    pass: (milliseconds) => {
      ahead += milliseconds
    },
  }
}
