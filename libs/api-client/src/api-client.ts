import type { AppRouter } from '@groundplan/api'
import {
  createTRPCClient,
  httpBatchLink,
  httpSubscriptionLink,
  splitLink,
  type TRPCClient,
  type TRPCLink,
} from '@trpc/client'

export interface ApiClientOptions {
  /** Address of the server, e.g. `http://localhost:4400`. */
  readonly url: string
  /** Needed where the runtime has none of its own, as in Node.js. */
  readonly EventSource?: typeof EventSource | undefined
  /** What the server requires of callers; browsers have a dialog of their own for it. */
  readonly accessToken?: string | undefined
}

/** The server refuses batches of more calls. */
const callsPerBatch = 20

export type ApiClient = TRPCClient<AppRouter>

/** The way to the server: queries and mutations are batched, subscriptions are server-sent events. */
export function createApiLinks({ url, EventSource, accessToken }: ApiClientOptions): TRPCLink<AppRouter>[] {
  const endpoint = `${url.replace(/\/+$/, '')}/trpc`
  return [
    splitLink({
      condition: (operation) => operation.type === 'subscription',
      true: httpSubscriptionLink({ url: endpoint, ...(EventSource === undefined ? {} : { EventSource }) }),
      false: httpBatchLink({
        url: endpoint,
        maxItems: callsPerBatch,
        headers: accessToken === undefined ? {} : { authorization: `Bearer ${accessToken}` },
      }),
    }),
  ]
}

/** A client typed by the server's own routers. */
export function createApiClient(options: ApiClientOptions): ApiClient {
  return createTRPCClient<AppRouter>({ links: createApiLinks(options) })
}
