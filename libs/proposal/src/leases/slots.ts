import { ConflictError } from '@groundplan/errors'
import { waitFor } from './turns-by-key.ts'

/** How many may wait for a slot before more are refused. */
const longestQueue = 1000

/** Lets so many work at a time, in the order of asking. */
export class Slots {
  #free: number
  readonly #waiting: (() => void)[] = []

  constructor(count: number) {
    this.#free = count
  }

  /** Works when there is a slot. Throws ConflictError if too many wait already. */
  async take<Result>(work: () => Promise<Result>, signal?: AbortSignal): Promise<Result> {
    await this.#enter(signal)
    try {
      return await work()
    } finally {
      this.#leave()
    }
  }

  async #enter(signal: AbortSignal | undefined): Promise<void> {
    if (this.#free > 0) {
      this.#free -= 1
      return
    }
    if (this.#waiting.length >= longestQueue) {
      throw new ConflictError(`Too many requests are waiting (${longestQueue}).`, {
        hint: 'Try again later.',
      })
    }
    const { promise, resolve } = Promise.withResolvers<undefined>()
    const enter = () => resolve(undefined)
    this.#waiting.push(enter)
    try {
      await waitFor(promise, { signal })
    } catch (error) {
      const place = this.#waiting.indexOf(enter)
      if (place === -1) this.#leave()
      else this.#waiting.splice(place, 1)
      throw error
    }
  }

  #leave(): void {
    const next = this.#waiting.shift()
    if (next === undefined) this.#free += 1
    else next()
  }
}
