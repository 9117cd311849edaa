import { availableParallelism } from 'node:os'
import { Gate } from '@groundplan/concurrency'
import type { GitLane } from './git-command.ts'

/** Concurrency per lane. Local commands are limited to 8 in total. */
export const laneWidths = {
  reading: Math.min(2 * availableParallelism(), 5),
  own: 2,
  upkeep: 1,
  /** For one host. They mostly wait. */
  remote: 4,
  /** For all hosts together. */
  remotes: 16,
} as const

/** Where commands wait for their turn. */
export class Lanes {
  readonly #local = {
    reading: new Gate(laneWidths.reading),
    own: new Gate(laneWidths.own),
    upkeep: new Gate(laneWidths.upkeep),
  }
  readonly #remotes = new Gate(laneWidths.remotes)
  readonly #hosts = new Map<string, Gate>()

  /** Runs a task when its turn comes; `undefined` if `signal` is aborted before. */
  async run<Result>(
    lane: GitLane,
    work: () => Promise<Result>,
    signal: AbortSignal,
  ): Promise<Result | undefined> {
    let hasBegun = false
    const begin = () => {
      hasBegun = true
      return work()
    }
    try {
      return await this.#enter(lane, begin, signal)
    } catch (error) {
      if (hasBegun) throw error
      return undefined
    }
  }

  async #enter<Result>(lane: GitLane, work: () => Promise<Result>, signal: AbortSignal): Promise<Result> {
    if (lane.kind !== 'remote') return this.#local[lane.kind].run(work, signal)
    const host = this.#hosts.get(lane.host) ?? new Gate(laneWidths.remote)
    this.#hosts.set(lane.host, host)
    try {
      // The host's own turn comes first, so that a silent host takes only its own share of all turns.
      return await host.run(() => this.#remotes.run(work, signal), signal)
    } finally {
      if (host.isIdle) this.#hosts.delete(lane.host)
    }
  }
}
