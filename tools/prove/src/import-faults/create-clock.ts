/** The time of hosts and importers, which passes faster than that of this machine. */
export interface Clock {
  now(): Date
  pass(milliseconds: number): void
}

const day = 24 * 3_600_000

/** A clock that begins a day ago, so that what it says is never in the future. */
export function createClock(): Clock {
  let ahead = -day
  return {
    now: () => new Date(Date.now() + ahead),
    pass: (milliseconds) => {
      ahead += milliseconds
    },
  }
}
