import type { RepositoryName } from './hosted-repository.ts'

export interface WebhookRegistration {
  /** Where deliveries go. */
  readonly url: string
  readonly secret: string
  /** `source`: pushes; `review`: pushes, and everything about pull requests. */
  readonly purpose: 'source' | 'review'
}

/** A webhook delivery as it came in. */
export interface WebhookRequest {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Uint8Array
}

/**
 * What a delivery is about. Deliveries may be lost, repeated or late, so that they only say where to look; what is so there,
 * the host says when asked.
 */
export type WebhookEvent =
  | { readonly kind: 'ping' }
  | { readonly kind: 'push'; readonly repository: RepositoryName }
  | {
      readonly kind: 'pull-request'
      readonly repository: RepositoryName
      readonly number: number
      readonly branch?: string | undefined
    }
  /** Nothing that concerns us. */
  | { readonly kind: 'other' }

export interface WebhookDelivery {
  /** The same for a repeated delivery, where the host tells. */
  readonly id?: string | undefined
  readonly event: WebhookEvent
}
