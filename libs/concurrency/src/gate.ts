import { ConflictError } from '@groundplan/errors'

export interface GateOptions {
  /** How many may wait before more are refused; any number if absent. */
  readonly longestQueue?: number | undefined
}

/** Limits how many tasks run at a time; the others wait, first come, first served. */
export class Gate {
  readonly #width: number
  readonly #longestQueue: number
  readonly #waiting = new Set<() => void>()
  #running = 0

  constructor(width: number, { longestQueue = Infinity }: GateOptions = {}) {
    this.#width = width
    this.#longestQueue = longestQueue
  }

  /** True if nothing runs or waits. */
  get isIdle(): boolean {
    return this.#running === 0 && this.#waiting.size === 0
  }

  /**
   * Runs a task when its turn comes. Throws the signal's reason if that is aborted before, and ConflictError if too many wait
   * already; then the task never runs.
   */
  async run<Result>(task: () => Promise<Result>, signal?: AbortSignal): Promise<Result> {
    await this.#enter(signal)
    try {
      return await task()
    } finally {
      this.#leave()
    }
  }

  async #enter(signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted()
    if (this.#running < this.#width) {
      this.#running += 1
      return
    }
    if (this.#waiting.size >= this.#longestQueue) {
      throw new ConflictError(`Too many requests are waiting (${this.#longestQueue}).`, {
        hint: 'Try again later.',
      })
    }
    const { promise, resolve, reject } = Promise.withResolvers<undefined>()
    const enter = () => {
      this.#waiting.delete(enter)
      resolve(undefined)
    }
    const giveUp = () => {
      if (this.#waiting.delete(enter)) reject(signal?.reason)
    }
    this.#waiting.add(enter)
    signal?.addEventListener('abort', giveUp)
    try {
      await promise
    } finally {
      signal?.removeEventListener('abort', giveUp)
    }
  }

  /** The place passes directly to the next in line, so nobody overtakes. */
  #leave(): void {
    const [next] = this.#waiting
    if (next === undefined) this.#running -= 1
    else next()
  }
}
