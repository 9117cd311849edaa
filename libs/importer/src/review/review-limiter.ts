import type { Proposal } from '@groundplan/proposal'
import type { ReviewLimits } from '../review-settings.ts'

const hour = 3_600_000

/** Counts the branches that wait for review, so that nobody is flooded with more. */
export class ReviewLimiter {
  readonly #limits: ReviewLimits
  readonly #open: Set<string>
  #openedLately: number

  constructor(limits: ReviewLimits, proposals: readonly Proposal[], now: Date) {
    this.#limits = limits
    this.#open = new Set(proposals.filter(({ state }) => state.status === 'open').map(({ branch }) => branch))
    const since = now.getTime() - hour
    const opened = Map.groupBy(proposals, ({ branch }) => branch)
    this.#openedLately = [...opened.values()].filter((those) =>
      those.some(({ createdAt }) => createdAt.getTime() > since),
    ).length
  }

  /** Why a branch has to wait, to complete "1 module waits:"; `undefined` if it need not, or is open already. */
  reasonAgainst(branch: string): string | undefined {
    const { open, perHour } = this.#limits
    if (this.#open.has(branch)) return undefined
    if (open !== undefined && this.#open.size >= open)
      return `at most ${plural(open)} can be open (pull-requests.limits.open)`
    if (perHour !== undefined && this.#openedLately >= perHour)
      return `at most ${plural(perHour)} can be opened per hour (pull-requests.limits.per-hour)`
    return undefined
  }

  /** Counts a branch that has been opened. */
  count(branch: string): void {
    if (this.#open.has(branch)) return
    this.#open.add(branch)
    this.#openedLately += 1
  }
}

function plural(count: number): string {
  return `${count} pull request${count === 1 ? '' : 's'}`
}
