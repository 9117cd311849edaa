import type { HttpFetch } from './create-http-fetch.ts'
import type { HttpRequestInit } from './http-request.ts'
import type { TokenSource } from './token-source.ts'

/**
 * Sends requests with the current token, `Bearer` by default. A request that is answered with 401 is sent once more if the token
 * can be renewed: the host has not processed it.
 */
export function withToken(
  fetch: HttpFetch,
  source: TokenSource,
  print = (token: string) => `Bearer ${token}`,
): HttpFetch {
  return async (input, init) => {
    const token = await source.read()
    const response = await fetch(input, authorized(init, print(token)))
    if (response.status !== 401) return response
    source.reject(token)
    const renewed = await source.read()
    return renewed === token ? response : fetch(input, authorized(init, print(renewed)))
  }
}

function authorized(init: HttpRequestInit | undefined, authorization: string): HttpRequestInit {
  const headers = new Headers(init?.headers)
  headers.set('authorization', authorization)
  return { ...init, headers }
}
