/** Where a host answers; without a slash at the end. */
export interface HostUrls {
  readonly api: string
  readonly web: string
}

/** What the limits leave an account. */
export interface RateState {
  readonly limit: number
  readonly remaining: number
  readonly resetsAt: Date
}
