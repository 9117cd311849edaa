export interface TurnOptions {
  readonly signal?: AbortSignal | undefined
  /** When whoever waits gives up, in milliseconds since 1970; never if absent. */
  readonly giveUpAt?: number | undefined
  /** What to throw then. */
  readonly onLate?: (() => Error) | undefined
}

/** Lets those who ask for the same key work one after the other, in the order of asking; different keys do not wait. */
export class TurnsByKey {
  readonly #last = new Map<string, Promise<unknown>>()

  /** Works in its turn. Whoever gives up leaves the queue; their work never runs. */
  async take<Result>(key: string, work: () => Promise<Result>, options: TurnOptions = {}): Promise<Result> {
    const before = this.#last.get(key) ?? Promise.resolve()
    const { promise: over, resolve: end } = Promise.withResolvers<unknown>()
    const settled = before.then(() => over)
    this.#last.set(key, settled)
    void settled.then(() => {
      if (this.#last.get(key) === settled) this.#last.delete(key)
    })
    try {
      await waitFor(before, options)
      return await work()
    } finally {
      end(undefined)
    }
  }
}

/** Waits for something that never fails, no longer than the options say. */
export function waitFor(
  turn: Promise<unknown>,
  { signal, giveUpAt, onLate = () => new Error('too late') }: TurnOptions,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error?: unknown) => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
      if (error === undefined) resolve()
      else reject(error)
    }
    const onAbort = () => settle(signal?.reason ?? new Error('aborted'))
    const isBounded = giveUpAt !== undefined && Number.isFinite(giveUpAt)
    const timer = isBounded
      ? setTimeout(() => settle(onLate()), Math.max(giveUpAt - Date.now(), 0))
      : undefined
    if (signal?.aborted === true) onAbort()
    else signal?.addEventListener('abort', onAbort)
    void turn.then(() => settle())
  })
}
