import type { Leases } from '@groundplan/proposal'
import type { ImportRunStore } from './import-run.ts'

const dayInMilliseconds = 24 * 3_600_000

/** How a run of this server is on record; others may have ended it, or ask to cancel it. */
export type RunOnRecord = 'unfinished' | 'to-cancel' | 'over'

/** How many heartbeats may fail before other servers take this one for dead. */
const missedHeartbeats = 3

export interface ServerPresenceOptions {
  readonly leases: Leases
  readonly runs: ImportRunStore
  readonly now: () => Date
  /** Milliseconds between two heartbeats. */
  readonly heartbeat: number
  /** Hears, with each heartbeat, what became on record of the runs that were known before. */
  readonly onHeartbeat: (found: ReadonlyMap<number, RunOnRecord>) => Promise<void>
  /** Numbers of the runs that are known to be on record by now. */
  readonly listKnown: () => readonly number[]
}

/**
 * Tells other servers of the same database that this one is alive, and finds out which of them are not: what those have left
 * unfinished is marked as interrupted.
 */
export class ServerPresence {
  readonly #options: ServerPresenceOptions
  #opened: Promise<void> | undefined
  #timer: ReturnType<typeof setInterval> | undefined
  #beating: Promise<void> | undefined

  constructor(options: ServerPresenceOptions) {
    this.#options = options
  }

  /** Begins, once. Runs that ended servers have left are marked when this returns. */
  open(): Promise<void> {
    this.#opened ??= this.#open().catch((error: unknown) => {
      this.#opened = undefined
      throw error
    })
    return this.#opened
  }

  /** Says goodbye. */
  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.#beating
    const { leases } = this.#options
    if (this.#opened === undefined) return
    const lease = await leases.store.acquire(keyOf(leases.holder), leases.holder, 1)
    if (lease !== undefined) await leases.store.release(lease)
  }

  async #open(): Promise<void> {
    await this.#beat()
    await this.#options.leases.store.removeExpired(dayInMilliseconds)
    // A database that is gone for a while is back for a later one.
    this.#timer = setInterval(() => {
      this.#beating ??= this.#beat()
        .catch(() => {})
        .finally(() => (this.#beating = undefined))
    }, this.#options.heartbeat)
    this.#timer.unref()
  }

  async #beat(): Promise<void> {
    const { leases, runs, now, heartbeat, onHeartbeat, listKnown } = this.#options
    const { holder, store } = leases
    await store.acquire(keyOf(holder), holder, heartbeat * missedHeartbeats)
    const known = listKnown()
    const unfinished = await runs.listUnfinished(holder)
    const find = (number: number): RunOnRecord => {
      const isCancelled = unfinished.get(number)
      return isCancelled === undefined ? 'over' : isCancelled ? 'to-cancel' : 'unfinished'
    }
    await onHeartbeat(new Map(known.map((number) => [number, find(number)])))
    // In this order: whoever begins in between is among the owners no more than among those who are alive.
    const owners = (await runs.listOwners()).filter((owner) => owner !== holder)
    if (owners.length === 0) return
    const alive = await store.listHeld(owners.map(keyOf))
    const dead = owners.filter((owner) => !alive.has(keyOf(owner)))
    if (dead.length > 0) await runs.interrupt(dead, now())
  }
}

function keyOf(holder: string): string {
  return `server ${holder}`
}
