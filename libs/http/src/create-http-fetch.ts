import { setTimeout as sleep } from 'node:timers/promises'
import { NotAllowedError } from '@groundplan/errors'
import type { RandomNumber } from './backoff.ts'
import { fetchPatiently, type Host, type Patience } from './fetch-patiently.ts'
import { HostPause } from './host-pause.ts'
import { readHttpRequest, type HttpRequestInit } from './http-request.ts'
import { limitConcurrency } from './limit-concurrency.ts'
import type { SentRequest } from './send-request.ts'

export interface HttpFetchOptions {
  /** The service's name as people know it. */
  readonly service: string
  /** The only origins that requests may go to, as `URL.origin` gives them; all if absent. */
  readonly origins?: readonly string[] | undefined
  /** For each request that is sent, in milliseconds; 30 seconds by default. */
  readonly timeout?: number | undefined
  /** How often a request is sent again; 4 times by default. */
  readonly retries?: number | undefined
  /** How long one request may wait between its tries in all, in milliseconds; 90 seconds by default. */
  readonly maximumWait?: number | undefined
  /** How many requests go to one host at a time; 8 by default. */
  readonly concurrency?: number | undefined
  /** Largest reply, in bytes; 50 MB by default. */
  readonly maximumReply?: number | undefined
  /** Milliseconds since 1970. */
  readonly now?: (() => number) | undefined
  readonly wait?: ((milliseconds: number, signal: AbortSignal) => Promise<void>) | undefined
  readonly random?: RandomNumber | undefined
  /** Called for each request that is sent, also again. */
  readonly onRequest?: ((sent: SentRequest) => void) | undefined
  /** Stops everything that goes through here. */
  readonly signal?: AbortSignal | undefined
}

/** `fetch`, for the clients of hosts. */
export type HttpFetch = (input: string | URL | Request, init?: HttpRequestInit) => Promise<Response>

/**
 * A `fetch` that tries again what can be tried without harm (after lost connections, 408, 429 and 5xx; of requests that must not be
 * done twice only those that the host has not looked at), waits as hosts ask, and follows redirects within one origin.
 *
 * Answers with whatever status the host gave at last. Throws ExternalServiceError if there was no answer (with `details.uncertain`
 * if the request may have been carried out) or if the host wants no requests for longer than may be waited
 * (`details.retryAt`), NotAllowedError for an origin that is not among `origins` (nothing is sent), and CancelledError.
 */
export function createHttpFetch(options: HttpFetchOptions): HttpFetch {
  const patience = completeOptions(options)
  const hosts = new Map<string, Host>()
  return async (input, init) => {
    const request = await readHttpRequest(input, init, options.signal)
    requireOrigin(request.url, options)
    const host = hosts.get(request.url.host) ?? {
      gate: limitConcurrency(options.concurrency ?? 8),
      pause: new HostPause(),
    }
    hosts.set(request.url.host, host)
    return fetchPatiently(request, host, patience)
  }
}

function requireOrigin({ origin }: URL, { origins, service }: HttpFetchOptions): void {
  if (origins === undefined || origins.includes(origin)) return
  throw new NotAllowedError(`${service} may not be asked at ${origin}: its secrets are not allowed there.`, {
    hint: `Allowed are ${origins.length === 0 ? 'no origins' : origins.join(', ')}.`,
  })
}

function completeOptions(options: HttpFetchOptions): Patience {
  return {
    service: options.service,
    timeout: options.timeout ?? 30_000,
    maximumReply: options.maximumReply ?? 50_000_000,
    onRequest: options.onRequest ?? (() => {}),
    retries: options.retries ?? 4,
    maximumWait: options.maximumWait ?? 90_000,
    now: options.now ?? Date.now,
    wait: options.wait ?? (async (milliseconds, signal) => sleep(milliseconds, undefined, { signal })),
    random: options.random ?? Math.random,
  }
}
