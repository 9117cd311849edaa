/** A request as it is sent, as often as need be: its body is in memory. */
export interface HttpRequest {
  readonly method: string
  readonly url: URL
  readonly headers: Headers
  readonly body: Uint8Array<ArrayBuffer> | undefined
  readonly signal: AbortSignal
  /** True if doing it twice does no more than doing it once. */
  readonly idempotent: boolean
}

export interface HttpRequestInit extends RequestInit {
  /** Says of a POST that doing it twice does no more than doing it once, so that it may be sent again. */
  readonly idempotent?: boolean
}

/** RFC 9110, 9.2.2, and PATCH: the APIs that we use set values with it. */
const idempotentMethods = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'PATCH'])

/** Reads what `fetch` was called with. */
export async function readHttpRequest(
  input: string | URL | Request,
  init: HttpRequestInit | undefined,
  signal: AbortSignal | undefined,
): Promise<HttpRequest> {
  const { idempotent, ...rest } = init ?? {}
  const request = new Request(input, rest)
  return {
    method: request.method,
    url: new URL(request.url),
    headers: request.headers,
    body: request.body === null ? undefined : new Uint8Array(await request.arrayBuffer()),
    signal: signal === undefined ? request.signal : AbortSignal.any([signal, request.signal]),
    idempotent: idempotent ?? idempotentMethods.has(request.method),
  }
}
