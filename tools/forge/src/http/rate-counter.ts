import type { RateState } from './host-state.ts'
import type { RateLimits } from './fault.ts'

const hour = 3_600_000
const minute = 60_000

/** Counts one host's API requests against its limits. */
export class RateCounter {
  #limits: RateLimits = {}
  #used = 0
  #resetsAt = 0
  #writes: readonly number[] = []

  limit(limits: RateLimits | undefined): void {
    this.#limits = limits ?? {}
    this.#used = 0
    this.#resetsAt = 0
    this.#writes = []
  }

  /** Counts a request; says which limit refuses it, if one does. */
  count(method: string): 'primary' | 'secondary' | undefined {
    const now = Date.now()
    this.#begin(now)
    const { requestsPerHour = Infinity, writesPerMinute = Infinity } = this.#limits
    if (this.#used >= requestsPerHour) return 'primary'
    this.#used += 1
    if (method === 'GET') return undefined
    this.#writes = this.#writes.filter((time) => time > now - minute)
    if (this.#writes.length >= writesPerMinute) return 'secondary'
    this.#writes = [...this.#writes, now]
    return undefined
  }

  get state(): RateState {
    this.#begin(Date.now())
    const limit = this.#limits.requestsPerHour ?? 5000
    return {
      limit,
      remaining: Math.max(0, limit - this.#used),
      resetsAt: new Date(this.#resetsAt),
    }
  }

  #begin(now: number): void {
    if (now < this.#resetsAt) return
    this.#resetsAt = now + hour
    this.#used = 0
  }
}
