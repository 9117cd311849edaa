import type { Account } from '../model/account.ts'
import type { WebhookDelivery } from '../model/webhook-delivery.ts'
import type { World } from '../model/world.ts'
import type { ApiReply } from './api-reply.ts'
import type { HostUrls, RateState } from './host-state.ts'

/** One operation of a vendor's API that the stand-in speaks. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** As the vendor's description has it, e.g. `/repos/{owner}/{repo}`; a last parameter ending in `+}` may hold slashes. */
  readonly path: string
  readonly handle: (call: Call) => ApiReply | Promise<ApiReply>
  /** True if the route itself looks at the credentials, which are no token of an account. */
  readonly signsIn?: boolean
}

/** One request to an operation. */
export interface Call {
  readonly world: World
  readonly actor: Account
  readonly urls: HostUrls
  /** From the path, decoded. */
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  /** The JSON that was sent; an empty object if there was none. */
  readonly body: Readonly<Record<string, unknown>>
  readonly method: string
  /** The `Authorization` header. */
  readonly authorization?: string | undefined
  /** The path that was asked for, from the server's root. */
  readonly path: string
  readonly rate: RateState
  /** Redelivers to webhooks and pings them. */
  readonly webhooks: WebhookDeeds
}

export interface WebhookDeeds {
  readonly deliveries: readonly WebhookDelivery[]
  /** Starts sending a delivery once more. */
  redeliver(deliveryId: number): void
}
