/** A map of bounded size that evicts the least recently used values. */
export class RecentMap<Value> {
  readonly #values = new Map<string, Value>()
  readonly #maximumCount: number

  constructor(maximumCount: number) {
    this.#maximumCount = maximumCount
  }

  get(key: string): Value | undefined {
    const value = this.#values.get(key)
    if (value !== undefined) this.#keep(key, value)
    return value
  }

  set(key: string, value: Value): void {
    this.#keep(key, value)
    const [oldest] = this.#values.keys()
    if (this.#values.size > this.#maximumCount && oldest !== undefined) this.#values.delete(oldest)
  }

  #keep(key: string, value: Value): void {
    this.#values.delete(key)
    this.#values.set(key, value)
  }
}
