import { parseIpAddress } from '@groundplan/network-address'

export interface RateLimiterOptions {
  readonly perMinute: number
  /** Callers that are remembered; those that were quiet for longest are forgotten first. */
  readonly maximumCallers?: number | undefined
  /** Milliseconds of a clock that never goes back. */
  readonly now?: (() => number) | undefined
}

interface Bucket {
  tokens: number
  at: number
}

/** Grants each caller so many attempts per minute, all at once or spread out (a token bucket). Its memory is bounded. */
export class RateLimiter {
  readonly #perMinute: number
  readonly #maximumCallers: number
  readonly #now: () => number
  readonly #buckets = new Map<string, Bucket>()

  constructor({ perMinute, maximumCallers = 10_000, now = () => performance.now() }: RateLimiterOptions) {
    this.#perMinute = perMinute
    this.#maximumCallers = maximumCallers
    this.#now = now
  }

  /** Counts an attempt; false if the caller has none left. */
  take(caller: string): boolean {
    const bucket = this.#refill(caller)
    if (bucket.tokens < 1) return false
    bucket.tokens -= 1
    return true
  }

  /** Gives an attempt back that turned out to be a good one. */
  giveBack(caller: string): void {
    const bucket = this.#refill(caller)
    bucket.tokens = Math.min(this.#perMinute, bucket.tokens + 1)
  }

  #refill(caller: string): Bucket {
    const now = this.#now()
    const known = this.#buckets.get(caller) ?? { tokens: this.#perMinute, at: now }
    const gained = ((now - known.at) / 60_000) * this.#perMinute
    const bucket = { tokens: Math.min(this.#perMinute, known.tokens + gained), at: now }
    // A map keeps the order in which keys were added: whoever comes again moves to the end.
    this.#buckets.delete(caller)
    this.#buckets.set(caller, bucket)
    const [oldest] = this.#buckets.keys()
    if (this.#buckets.size > this.#maximumCallers && oldest !== undefined) this.#buckets.delete(oldest)
    return bucket
  }
}

/** By what a caller is told from others: the address, of IPv6 the network (/64) that one customer has. */
export function callerKey(address: string | undefined): string {
  const bytes = parseIpAddress(address ?? '') ?? []
  return bytes.slice(0, bytes.length === 4 ? 4 : 8).join('.')
}
