/** A request with its body in memory, for retries. */
export interface HttpRequest {
  readonly method: string
  readonly url: URL
  readonly headers: Headers
  readonly body: Uint8Array<ArrayBuffer> | undefined
  readonly signal: AbortSignal
  /** True if sending it twice has the same effect as sending it once. */
  readonly idempotent: boolean
}

export interface HttpRequestInit extends RequestInit {
  /** Marks a POST as idempotent, so that it may be retried. */
  readonly idempotent?: boolean
}

/** RFC 9110, 9.2.2, plus PATCH, which only sets values in the APIs that we use. */
const idempotentMethods = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'PATCH'])

/** Reads the arguments of `fetch`. */
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
