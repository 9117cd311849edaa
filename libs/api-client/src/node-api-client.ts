import { EventSource } from 'eventsource'
import { createApiClient, type ApiClient } from './api-client.ts'

/** A client for Node.js, which has no EventSource of its own. */
export function createNodeApiClient(url: string): ApiClient {
  return createApiClient({ url, EventSource: EventSource as unknown as typeof globalThis.EventSource })
}
