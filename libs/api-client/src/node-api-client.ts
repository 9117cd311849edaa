import { EventSource, type EventSourceInit } from 'eventsource'
import { authorizationOf, createApiClient, type AccessToken, type ApiClient } from './api-client.ts'

export interface NodeApiClientOptions {
  /** Sent with every request. */
  readonly accessToken?: AccessToken | undefined
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

function createSourceWith(accessToken: AccessToken): typeof EventSource {
  return class extends EventSource {
    constructor(url: string | URL, init: EventSourceInit = {}) {
      super(url, {
        ...init,
        fetch: async (input, request) => {
          const authorization = await authorizationOf(accessToken)
          return fetch(input, { ...request, headers: { ...request.headers, authorization } })
        },
      })
    }
  }
}
