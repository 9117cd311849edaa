import { createApiClient, type ApiClient, type ApiClientOptions } from './api-client.ts'
import { createEventSource } from './create-event-source.ts'

/** Sent with every request. */
export type NodeApiClientOptions = Pick<ApiClientOptions, 'accessToken' | 'space'>

/** A client for Node.js, which has no EventSource of its own. */
export function createNodeApiClient(url: string, options: NodeApiClientOptions = {}): ApiClient {
  return createApiClient({ url, ...options, EventSource: createEventSource(options) })
}
