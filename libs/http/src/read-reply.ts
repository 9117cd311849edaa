import { ExternalServiceError } from '@groundplan/errors'

/** Statuses whose replies have no body: https://fetch.spec.whatwg.org/#null-body-status. */
const bodiless = new Set([204, 205, 304])

/**
 * Reads the whole response, so that an interrupted one fails here, where the request can be retried. Throws ExternalServiceError
 * if it exceeds `limit` bytes.
 */
export async function readReply(response: Response, limit: number, service: string): Promise<Response> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    if (size > limit) throw tooLarge(service, limit)
    chunks.push(chunk)
  }
  const headers = new Headers(response.headers)
  // The platform has already decompressed it.
  headers.delete('content-encoding')
  headers.delete('content-length')
  const body = bodiless.has(response.status) ? null : Buffer.concat(chunks)
  const reply = new Response(body, { status: response.status, statusText: response.statusText, headers })
  Object.defineProperty(reply, 'url', { value: response.url })
  return reply
}

function tooLarge(service: string, limit: number): ExternalServiceError {
  return new ExternalServiceError(`The response from ${service} exceeds ${limit} bytes.`, {
    service,
  })
}
