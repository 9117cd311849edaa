/** The policies' verdict, always with reasons unless it is allowed. */
export interface PolicyDecision {
  readonly at: 'request' | 'plan'
  readonly verdict: 'allowed' | 'denied' | 'needs-approval'
  readonly reasons: readonly PolicyReason[]
}

export interface PolicyReason {
  readonly policy: string
  /** For the person who requested it. */
  readonly message: string
  readonly link?: string | undefined
}
