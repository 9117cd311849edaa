import { EventSource, type EventSourceInit } from 'eventsource'
import { createApiClient, requestHeaders, type ApiClient, type ApiClientOptions } from './api-client.ts'

/** Sent with every request. */
export type NodeApiClientOptions = Pick<ApiClientOptions, 'accessToken' | 'space'>

/** A client for Node.js, which has no EventSource of its own. */
export function createNodeApiClient(url: string, options: NodeApiClientOptions = {}): ApiClient {
  return createApiClient({
    ...{ url, ...options },
    EventSource: createSourceWith(options) as unknown as typeof globalThis.EventSource,
  })
}

function createSourceWith(options: NodeApiClientOptions): typeof EventSource {
  return class extends EventSource {
    constructor(url: string | URL, init: EventSourceInit = {}) {
      super(url, {
        ...init,
        fetch: async (input, request) =>
          fetch(input, { ...request, headers: { ...request.headers, ...(await requestHeaders(options)) } }),
      })
    }
  }
}
