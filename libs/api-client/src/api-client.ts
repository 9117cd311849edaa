import type { AppRouter } from '@groundplan/api'
import {
  createTRPCClient,
  httpBatchLink,
  httpBatchStreamLink,
  httpSubscriptionLink,
  splitLink,
  type TRPCClient,
  type TRPCLink,
} from '@trpc/client'

/** What the server requires of callers: a token, or where a valid one comes from at each request. */
export type AccessToken = string | (() => Promise<string>)

export interface ApiClientOptions {
  /** Address of the server, e.g. `http://localhost:4400`. */
  readonly url: string
  /** Needed where the runtime has none of its own, as in Node.js. */
  readonly EventSource?: typeof EventSource | undefined
  /** What the server requires of callers; browsers have a dialog of their own for it. */
  readonly accessToken?: AccessToken | undefined
  /** Name of the space that requests are for, also as it is at each request; absent: that of an API token, or the home space. */
  readonly space?: string | (() => string | undefined) | undefined
}

/** The server refuses batches of more calls. */
const callsPerBatch = 20

export type ApiClient = TRPCClient<AppRouter>

/** Mutations that answer bit by bit, each in a request of its own. */
const streamed: readonly string[] = ['proposals.approveEach', 'proposals.rejectEach']

/** Names the space of a request. */
export const spaceHeader = 'groundplan-space'

/** What each request says of who asks, and in which space. */
export async function requestHeaders({
  accessToken,
  space,
}: Pick<ApiClientOptions, 'accessToken' | 'space'>): Promise<Record<string, string>> {
  const name = typeof space === 'function' ? space() : space
  return {
    ...(accessToken === undefined ? {} : { authorization: `Bearer ${await valueOf(accessToken)}` }),
    ...(name === undefined ? {} : { [spaceHeader]: name }),
  }
}

/**
 * The way to the server: queries and mutations are batched, mutations that answer bit by bit are streams of JSON lines, and
 * subscriptions are server-sent events.
 */
export function createApiLinks({
  url,
  EventSource,
  accessToken,
  space,
}: ApiClientOptions): TRPCLink<AppRouter>[] {
  const endpoint = `${url.replace(/\/+$/, '')}/trpc`
  const headers = () => requestHeaders({ accessToken, space })
  return [
    splitLink({
      condition: ({ type }) => type === 'subscription',
      true: httpSubscriptionLink({ url: endpoint, ...(EventSource === undefined ? {} : { EventSource }) }),
      false: splitLink({
        condition: ({ path }) => streamed.includes(path),
        true: httpBatchStreamLink({ url: endpoint, maxItems: 1, headers }),
        false: httpBatchLink({ url: endpoint, maxItems: callsPerBatch, headers }),
      }),
    }),
  ]
}

function valueOf(accessToken: AccessToken): string | Promise<string> {
  return typeof accessToken === 'string' ? accessToken : accessToken()
}

/** A client typed by the server's own routers. */
export function createApiClient(options: ApiClientOptions): ApiClient {
  return createTRPCClient<AppRouter>({ links: createApiLinks(options) })
}
