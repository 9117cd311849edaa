/** Limits concurrency; further tasks wait in order. */
export class Gate {
  readonly #width: number
  readonly #waiting = new Set<() => void>()
  #running = 0

  constructor(width: number) {
    this.#width = width
  }

  /** True if nothing runs or waits. */
  get isIdle(): boolean {
    return this.#running === 0 && this.#waiting.size === 0
  }

  /** Runs a task when its turn comes; `undefined` if `signal` is aborted before. */
  async run<Result>(work: () => Promise<Result>, signal: AbortSignal): Promise<Result | undefined> {
    if (!(await this.#enter(signal))) return undefined
    try {
      return await work()
    } finally {
      const [next] = this.#waiting
      if (next === undefined) this.#running -= 1
      else next()
    }
  }

  async #enter(signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return false
    if (this.#running < this.#width) {
      this.#running += 1
      return true
    }
    const { promise, resolve } = Promise.withResolvers<boolean>()
    const enter = () => {
      this.#waiting.delete(enter)
      resolve(true)
    }
    const leave = () => {
      if (this.#waiting.delete(enter)) resolve(false)
    }
    this.#waiting.add(enter)
    signal.addEventListener('abort', leave)
    const isEntered = await promise
    signal.removeEventListener('abort', leave)
    return isEntered
  }
}
