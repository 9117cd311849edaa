import { ExternalServiceError } from '@groundplan/errors'
import type { HttpRequest } from './http-request.ts'
import type { Network } from './network/create-network.ts'
import { readReply } from './read-reply.ts'

export interface SendOptions {
  readonly service: string
  /** Timeout per request, in milliseconds. */
  readonly timeout: number
  /** In bytes. */
  readonly maximumReply: number
  /** Called for each request sent. */
  readonly onRequest: (sent: SentRequest) => void
  readonly network: Network
}

export interface SentRequest {
  readonly method: string
  readonly host: string
  /** Without the query. */
  readonly path: string
}

const redirects = new Set([301, 302, 303, 307, 308])
const followed = new Set([301, 307, 308])
const maximumRedirects = 5

/**
 * Sends a request once and reads the whole response. Follows redirects with the same method, because hosts redirect renamed
 * repositories. A redirect to another origin would leak the credentials, so it throws ExternalServiceError.
 */
export async function sendRequest(request: HttpRequest, options: SendOptions): Promise<Response> {
  let { url } = request
  for (let step = 0; step <= maximumRedirects; step += 1) {
    const response = await sendOnce(request, url, options)
    if (!redirects.has(response.status)) return response
    url = readTarget(response, url, options.service)
  }
  throw new ExternalServiceError(`${options.service} redirects in a loop.`, { service: options.service })
}

async function sendOnce(request: HttpRequest, url: URL, options: SendOptions): Promise<Response> {
  const { method, headers } = request
  options.onRequest({ method, host: url.host, path: url.pathname })
  const response = await options.network.fetch(url.href, {
    method,
    headers,
    body: request.body ?? null,
    redirect: 'manual',
    signal: AbortSignal.any([request.signal, AbortSignal.timeout(options.timeout)]),
  })
  return readReply(response, options.maximumReply, options.service)
}

function readTarget(response: Response, from: URL, service: string): URL {
  const location = response.headers.get('location')
  const target =
    location === null || !URL.canParse(location, from.href) ? undefined : new URL(location, from.href)
  if (target?.origin === from.origin && followed.has(response.status)) return target
  const where = target === undefined ? 'nowhere' : `${target.origin}${target.pathname}`
  throw new ExternalServiceError(
    `${service} (${from.host}) answered with a redirect to ${where}, which is not followed.`,
    { service, status: response.status, hint: 'Check the API address.' },
  )
}
