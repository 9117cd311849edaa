/** Lets one at a time work on each key; the others wait in the order in which they came. */
export class KeyLock {
  readonly #last = new Map<number, Promise<unknown>>()

  async run<Result>(key: number, work: () => Promise<Result>): Promise<Result> {
    const before = this.#last.get(key)
    const mine = (async () => {
      await before
      return work()
    })()
    const settled = mine.catch(() => {})
    this.#last.set(key, settled)
    try {
      return await mine
    } finally {
      if (this.#last.get(key) === settled) this.#last.delete(key)
    }
  }
}
