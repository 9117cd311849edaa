import type { HostWait } from '@groundplan/http'

/** Which hosts ask to wait because of their rate limits, as far as requests have come to wait for them. */
export class HostWaits {
  readonly #until = new Map<string, Date>()
  readonly #now: () => Date

  constructor(now: () => Date = () => new Date()) {
    this.#now = now
  }

  add({ service, until }: HostWait): void {
    this.#until.set(service, until)
  }

  /** The longest wait that is not over; `undefined` if nobody waits. */
  find(): HostWait | undefined {
    const now = this.#now()
    const waits = [...this.#until].flatMap(([service, until]) => (until > now ? [{ service, until }] : []))
    return waits.toSorted((left, right) => right.until.getTime() - left.until.getTime())[0]
  }
}
