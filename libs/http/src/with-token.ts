import type { HttpFetch } from './create-http-fetch.ts'
import type { HttpRequestInit } from './http-request.ts'
import type { TokenSource } from './token-source.ts'

/** How often a request gets a new token: that of the first renewal may be revoked before it has arrived. */
const renewals = 2

/**
 * Sends requests with the current token, `Bearer` by default. A request that is answered with 401 is sent again as long as the token
 * can be renewed: the host has not processed it.
 */
export function withToken(
  fetch: HttpFetch,
  source: TokenSource,
  print = (token: string) => `Bearer ${token}`,
): HttpFetch {
  return async (input, init) => {
    let token = await source.read()
    for (let left = renewals; ; left -= 1) {
      const response = await fetch(input, authorized(init, print(token)))
      if (response.status !== 401 || left === 0) return response
      source.reject(token)
      const renewed = await source.read()
      if (renewed === token) return response
      token = renewed
    }
  }
}

function authorized(init: HttpRequestInit | undefined, authorization: string): HttpRequestInit {
  const headers = new Headers(init?.headers)
  headers.set('authorization', authorization)
  return { ...init, headers }
}
