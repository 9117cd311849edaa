import type { HttpFetch } from '@groundplan/http'
import type { CustomFetch } from 'openid-client'

/** Our requests, for openid-client. */
export function createOidcFetch(fetch: HttpFetch): CustomFetch {
  return (url, { body, headers, method, signal }) =>
    fetch(url, {
      ...{ headers, method },
      ...(body === null || body === undefined ? {} : { body: String(body) }),
      ...(signal === undefined ? {} : { signal }),
    })
}
