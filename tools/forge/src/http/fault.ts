import type { RefusalReason } from '../model/refusal.ts'

/** A fault of a request, in transit or at the host. */
export type Fault =
  | {
      readonly kind: 'status'
      readonly status: 500 | 502 | 503 | 504 | 408 | 429 | 403
      /** In seconds. */
      readonly retryAfter?: number
      /** `after`: carried out, but the answer is lost. */
      readonly when: 'before' | 'after'
    }
  | { readonly kind: 'primary-rate-limit'; readonly resetInSeconds: number }
  | { readonly kind: 'secondary-rate-limit'; readonly retryAfter?: number }
  /** `midway`: carried out, half of the answer comes, then the connection is gone. */
  | { readonly kind: 'reset'; readonly when: 'before' | 'after' | 'midway' }
  /** The host refuses, in its own words: a permission is missing, or what is asked for is not there. */
  | { readonly kind: 'refusal'; readonly reason: RefusalReason }
  | { readonly kind: 'delay'; readonly milliseconds: number }

/** The request that a fault may apply to; `index` counts all requests of the forge from 0. */
export interface FaultTarget {
  readonly kind: 'api' | 'git'
  readonly host: string
  readonly method: string
  /** Without the query, except for git's `info/refs`. */
  readonly path: string
  /** What was sent to an API; empty for git. */
  readonly body: string
  readonly index: number
}

export interface RateLimits {
  /** Requests that an account has in an hour; GitHub gives 5,000, Bitbucket Cloud 1,000. */
  readonly requestsPerHour?: number | undefined
  /** Requests that write, in a minute; beyond it the secondary limit refuses. */
  readonly writesPerMinute?: number | undefined
}

export interface ForgeFaults {
  /** Called once for each request, before it is processed. Returns the fault to inject. */
  inject(decide: ((request: FaultTarget) => Fault | undefined) | undefined): void
  /** Limits that hold from now on, counted from 0; none by default. */
  limit(limits: RateLimits | undefined): void
}
