import { EventSource, type EventSourceInit } from 'eventsource'
import { requestHeaders, type ApiClientOptions } from './api-client.ts'

/** A source of events whose requests name the space and whoever asks, as all others do. Browsers' own sources can't. */
export function createEventSource(
  options: Pick<ApiClientOptions, 'accessToken' | 'space'>,
): typeof globalThis.EventSource {
  return class extends EventSource {
    constructor(url: string | URL, init: EventSourceInit = {}) {
      super(url, {
        ...init,
        fetch: async (input, request) =>
          fetch(input, { ...request, headers: { ...request.headers, ...(await requestHeaders(options)) } }),
      })
    }
  } as unknown as typeof globalThis.EventSource
}
