import type { WebhookEvent } from '@groundplan/scm'

/** What a delivery of a webhook says happened; it may be late, repeated or lost, so that it only tells where to look. */
export interface HostHint {
  /** Names by which the configuration calls the host. */
  readonly hosts: readonly string[]
  /** True if it is the host at which the blueprint repository is. */
  readonly isReviewHost: boolean
  readonly event: Extract<WebhookEvent, { readonly kind: 'push' | 'pull-request' }>
}
