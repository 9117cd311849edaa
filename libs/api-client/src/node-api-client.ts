import { EventSource, type EventSourceInit } from 'eventsource'
import { createApiClient, type ApiClient } from './api-client.ts'

export interface NodeApiClientOptions {
  /** Sent with every request. */
  readonly accessToken?: string | undefined
}

/** A client for Node.js, which has no EventSource of its own. */
export function createNodeApiClient(url: string, { accessToken }: NodeApiClientOptions = {}): ApiClient {
  const Source = accessToken === undefined ? EventSource : createSourceWith(accessToken)
  return createApiClient({
    url,
    accessToken,
    EventSource: Source as unknown as typeof globalThis.EventSource,
  })
}

function createSourceWith(accessToken: string): typeof EventSource {
  return class extends EventSource {
    constructor(url: string | URL, init: EventSourceInit = {}) {
      const authorization = `Bearer ${accessToken}`
      super(url, {
        ...init,
        fetch: (input, request) =>
          fetch(input, { ...request, headers: { ...request.headers, authorization } }),
      })
    }
  }
}
