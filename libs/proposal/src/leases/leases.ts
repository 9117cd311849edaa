import type { Gate } from '@groundplan/concurrency'
import { ConflictError } from '@groundplan/errors'
import { TurnsByKey } from './turns-by-key.ts'
import type { Lease, LeaseStore } from './lease-store.ts'

/** How long a lease lasts without a heartbeat: after a crash, others wait at most this long. */
const defaultDuration = 15_000

/** How long one waits for others before giving up; longer than a crashed holder keeps a lease. */
const defaultPatience = 60_000

/** The longest pause between two attempts to get a lease that another process has. */
const longestPause = 1000

export interface LeasesOptions {
  /** Who holds them: one name for each process and start of it. */
  readonly holder?: string
  /** Milliseconds that a lease lasts without a heartbeat. */
  readonly duration?: number
  /** Milliseconds that one waits for others. */
  readonly patience?: number
}

export interface HoldOptions {
  /** Stops the waiting; what is held by then is held on. */
  readonly signal?: AbortSignal | undefined
  /** Milliseconds to wait for others; those of the options if absent. */
  readonly patience?: number | undefined
  /** Limits how many work at a time, each with a lease of their own. */
  readonly gate?: Gate | undefined
}

/** What whoever holds a lease knows of it. */
export interface HeldLease {
  readonly lease: Lease
  /** Aborted when the lease was lost: somebody else may be at work by now. */
  readonly lost: AbortSignal
}

/**
 * Lets one at a time work on something, in whatever process. Within this one they take turns; other processes are kept away by a
 * lease, which a heartbeat renews while the work runs. A process that stops loses its leases when they expire.
 */
export class Leases {
  readonly store: LeaseStore
  readonly holder: string
  readonly #duration: number
  readonly #patience: number
  readonly #turns = new TurnsByKey()

  constructor(store: LeaseStore, options: LeasesOptions = {}) {
    this.store = store
    this.holder = options.holder ?? crypto.randomUUID()
    this.#duration = options.duration ?? defaultDuration
    this.#patience = options.patience ?? defaultPatience
  }

  /**
   * Works while nobody else holds the key. The work must not ask for the same key again. Throws ConflictError if others take too
   * long, or what the work throws.
   */
  async hold<Result>(
    key: string,
    work: (held: HeldLease) => Promise<Result>,
    { signal, patience = this.#patience, gate }: HoldOptions = {},
  ): Promise<Result> {
    const giveUpAt = Date.now() + patience
    const take = async () => {
      // What waits at our gate waits for no one in particular.
      const waited = giveUpAt - Date.now()
      const run = () => this.#work(key, work, { signal, giveUpAt: Date.now() + Math.max(waited, 0) })
      return gate === undefined ? run() : gate.run(run, signal)
    }
    return this.#turns.take(key, take, { signal, giveUpAt, onLate: () => busy(key) })
  }

  /**
   * Takes the key for so long and keeps it, also when this process takes it again: for what one of several servers is to do.
   * False if another one has it.
   */
  async claim(key: string, milliseconds: number): Promise<boolean> {
    return (await this.store.acquire(key, this.holder, milliseconds)) !== undefined
  }

  async #work<Result>(
    key: string,
    work: (held: HeldLease) => Promise<Result>,
    until: { readonly signal: AbortSignal | undefined; readonly giveUpAt: number },
  ): Promise<Result> {
    const lease = await this.#acquire(key, until)
    const lost = new AbortController()
    const stop = keepAlive(lease, this.store, { duration: this.#duration, lost })
    try {
      return await work({ lease, lost: lost.signal })
    } finally {
      stop()
      // It expires by itself if the database cannot be reached.
      await this.store.release(lease).catch(() => {})
    }
  }

  async #acquire(
    key: string,
    { signal, giveUpAt }: { readonly signal: AbortSignal | undefined; readonly giveUpAt: number },
  ): Promise<Lease> {
    for (let pause = 20; ; pause = Math.min(pause * 2, longestPause)) {
      signal?.throwIfAborted()
      const lease = await this.store.acquire(key, this.holder, this.#duration)
      if (lease !== undefined) return lease
      if (Date.now() >= giveUpAt) throw busy(key)
      // Those who wait together must not come back together.
      await sleep(Math.min(pause * (0.5 + Math.random()), giveUpAt - Date.now()), signal)
    }
  }
}

interface Heartbeat {
  readonly duration: number
  readonly lost: AbortController
}

/** Renews a lease three times as often as it needs. Returns what stops that. */
function keepAlive(lease: Lease, store: LeaseStore, { duration, lost }: Heartbeat): () => void {
  let expiresAt = Date.now() + duration
  let beating = false
  const beat = async () => {
    if (beating) return
    beating = true
    const at = Date.now()
    try {
      expiresAt = (await store.renew(lease, duration)) ? at + duration : 0
    } catch {
      // The database may be back before the lease expires.
    }
    beating = false
    if (Date.now() >= expiresAt) lost.abort(lostLease(lease.key))
  }
  const timer = setInterval(() => void beat(), duration / 3)
  timer.unref()
  return () => clearInterval(timer)
}

/** What to throw where a lease was lost. */
export function lostLease(key: string): ConflictError {
  return new ConflictError(
    `Another server took over the ${key} because this one did not respond for too long.`,
    {
      hint: 'Nothing else was changed. Try again.',
    },
  )
}

function busy(key: string): ConflictError {
  return new ConflictError(`The ${key} is busy.`, { hint: 'Try again in a moment.', details: { busy: true } })
}

function sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, Math.max(milliseconds, 1))
    signal?.addEventListener('abort', end)
  })
}
