import { Gate } from '@groundplan/concurrency'
import { setTimeout as sleep } from 'node:timers/promises'
import { NotAllowedError } from '@groundplan/errors'
import type { RandomNumber } from './backoff.ts'
import { fetchPatiently, type Host, type HostWait, type Patience } from './fetch-patiently.ts'
import { HostPause } from './host-pause.ts'
import { readHttpRequest, type HttpRequestInit } from './http-request.ts'
import { directNetwork, type Network } from './network/create-network.ts'
import type { SentRequest } from './send-request.ts'

export interface HttpFetchOptions {
  /** Display name of the service. */
  readonly service: string
  /** Allowed origins, in the format of `URL.origin`. Defaults to all. */
  readonly origins?: readonly string[] | undefined
  /** Timeout per request, in milliseconds. Defaults to 30 seconds. */
  readonly timeout?: number | undefined
  /** Maximum number of retries. Defaults to 4. */
  readonly retries?: number | undefined
  /** Maximum total wait between the retries of one request, in milliseconds. Defaults to 90 seconds. */
  readonly maximumWait?: number | undefined
  /** Maximum number of concurrent requests per host. Defaults to 8. */
  readonly concurrency?: number | undefined
  /** Maximum response size, in bytes. Defaults to 50 MB. */
  readonly maximumReply?: number | undefined
  /** Milliseconds since 1970. */
  readonly now?: (() => number) | undefined
  readonly wait?: ((milliseconds: number, signal: AbortSignal) => Promise<void>) | undefined
  readonly random?: RandomNumber | undefined
  /** Called when a request begins to wait because of the host's rate limit, with the time at which that ends. */
  readonly onWait?: ((wait: HostWait) => void) | undefined
  /** Called for each request sent, including retries. */
  readonly onRequest?: ((sent: SentRequest) => void) | undefined
  /** Proxies and certificate authorities. Defaults to none but those of Node.js. */
  readonly network?: Network | undefined
  /** Cancels all requests. */
  readonly signal?: AbortSignal | undefined
}

/** A `fetch` for API clients. */
export type HttpFetch = (input: string | URL | Request, init?: HttpRequestInit) => Promise<Response>

/**
 * Creates a `fetch` that retries where it is safe (after lost connections, 408, 429 and 5xx; non-idempotent requests only if the
 * host has not processed them), respects rate limits, and follows redirects within one origin.
 *
 * Returns the last response, whatever its status. Throws ExternalServiceError if there was no response (with `details.uncertain`
 * if the request may have been processed) or if a rate limit lasts longer than `maximumWait` (`details.retryAt`), NotAllowedError
 * if the origin is not in `origins` (nothing is sent), and CancelledError.
 */
export function createHttpFetch(options: HttpFetchOptions): HttpFetch {
  const patience = completeOptions(options)
  const hosts = new Map<string, Host>()
  return async (input, init) => {
    const request = await readHttpRequest(input, init, options.signal)
    requireOrigin(request.url, options)
    const host = hosts.get(request.url.host) ?? {
      gate: new Gate(options.concurrency ?? 8),
      pause: new HostPause(),
    }
    hosts.set(request.url.host, host)
    return fetchPatiently(request, host, patience)
  }
}

function requireOrigin({ origin }: URL, { origins, service }: HttpFetchOptions): void {
  if (origins === undefined || origins.includes(origin)) return
  throw new NotAllowedError(`Not allowed to send the secrets for ${service} to ${origin}.`, {
    hint: `Allowed origins: ${origins.length === 0 ? 'none' : origins.join(', ')}.`,
  })
}

function completeOptions(options: HttpFetchOptions): Patience {
  return {
    service: options.service,
    timeout: options.timeout ?? 30_000,
    maximumReply: options.maximumReply ?? 50_000_000,
    onRequest: options.onRequest ?? (() => {}),
    onWait: options.onWait ?? (() => {}),
    network: options.network ?? directNetwork,
    retries: options.retries ?? 4,
    maximumWait: options.maximumWait ?? 90_000,
    now: options.now ?? Date.now,
    wait: options.wait ?? (async (milliseconds, signal) => sleep(milliseconds, undefined, { signal })),
    random: options.random ?? Math.random,
  }
}
