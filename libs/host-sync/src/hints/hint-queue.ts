/**
 * Works on hints one after the other. A hint only says where to look, so that one that waits already stands for every later one
 * that says the same; one that is being worked on does not, as it may have looked before the new thing happened.
 */
export class HintQueue<Hint> {
  readonly #waiting = new Map<string, Hint>()
  readonly #work: (hint: Hint) => Promise<void>
  readonly #onError: (error: unknown) => void
  #running: Promise<void> | undefined
  #closed = false

  /** `work` may fail: `onError` hears of it, and the next hint has its turn. */
  constructor(work: (hint: Hint) => Promise<void>, onError: (error: unknown) => void) {
    this.#work = work
    this.#onError = onError
  }

  /** Returns at once. */
  add(hint: Hint): void {
    if (this.#closed) return
    const key = JSON.stringify(hint)
    if (!this.#waiting.has(key)) this.#waiting.set(key, hint)
    this.#running ??= this.#run()
  }

  /** Resolves when nothing waits or is worked on. */
  async settle(): Promise<void> {
    await this.#running
  }

  /** Lets go of what waits, and ends when what is being worked on is done. */
  async close(): Promise<void> {
    this.#closed = true
    this.#waiting.clear()
    await this.#running
  }

  async #run(): Promise<void> {
    // Whoever brought the first hint does not wait for any of this.
    await Promise.resolve()
    for (const [key, hint] of this.#waiting) {
      this.#waiting.delete(key)
      try {
        await this.#work(hint)
      } catch (error) {
        this.#onError(error)
      }
    }
    this.#running = undefined
  }
}
