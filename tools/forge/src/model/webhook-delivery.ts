import type { HostKind } from './host-kind.ts'

/** One message to one webhook, and what came of it. */
export interface WebhookDelivery {
  readonly id: number
  readonly hookId: number
  /** The same for a redelivery. */
  readonly guid: string
  readonly host: HostKind
  readonly url: string
  /** Name of the event in the host's words. */
  readonly event: string
  readonly action: string | undefined
  readonly repositoryId: number
  readonly headers: Readonly<Record<string, string>>
  /** As it was sent. */
  readonly body: string
  readonly payload: unknown
  readonly redelivery: boolean
  readonly at: Date
  /** Of the receiver's answer; 0 if none came. */
  readonly status: number
}

export interface ForgeWebhooks {
  /** All deliveries so far, in order. */
  readonly deliveries: readonly WebhookDelivery[]
  /** Sends a delivery once more, with the same id. */
  redeliver(id: number): Promise<void>
  /** Resolves when nothing is under way. */
  settle(): Promise<void>
}
