import type { RepositoryName } from './repository-directory.ts'

/** Port: registers webhooks at a host. For errors see ScmHost. */
export interface WebhookHost {
  /** Registers a webhook, or changes the one with this URL. */
  putWebhook(repository: RepositoryName, webhook: WebhookRegistration): Promise<void>
}

/** Port: reads what a kind of host delivers. Needs neither a client nor credentials: the host isn't asked. */
export interface WebhookReader {
  /** Verifies a delivery and says what it is about. Throws NotAllowedError if it was not signed with one of the secrets. */
  readWebhook(request: WebhookRequest, secrets: readonly string[]): Promise<WebhookDelivery>
}

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
