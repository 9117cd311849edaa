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

  /** Why a branch cannot be opened now; `undefined` if it can, or is open already. */
  reasonAgainst(branch: string): string | undefined {
    const { open, perHour } = this.#limits
    if (this.#open.has(branch)) return undefined
    if (open !== undefined && this.#open.size >= open)
      return `waiting: ${open} ${open === 1 ? 'review is' : 'reviews are'} open, which is the limit`
    if (perHour !== undefined && this.#openedLately >= perHour)
      return `waiting: ${perHour} ${perHour === 1 ? 'review was' : 'reviews were'} opened in the last hour, which is the limit`
    return undefined
  }

  /** Counts a branch that has been opened. */
  count(branch: string): void {
    if (this.#open.has(branch)) return
    this.#open.add(branch)
    this.#openedLately += 1
  }
}
