import type { WorkloadClaims } from '@groundplan/access'
import { errorMessage, ExternalServiceError, PlatformError } from '@groundplan/errors'
import type { HttpFetch } from '@groundplan/http'
import * as jose from 'jose'
import * as oidc from 'openid-client'
import { createOidcFetch } from './create-oidc-fetch.ts'

/** Signed with a key that only the issuer has. What anybody could make with a public key, or without a key, is none of these. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA']

/** Seconds that the clocks of two machines may differ. */
const clockTolerance = 30

/** Of how many issuers the keys are kept. */
const mostIssuers = 100

/** Of how many seconds a token may be at most, whatever it says itself. Pipelines' tokens are valid for up to a few hours. */
const mostSeconds = 24 * 3600

type Keys = ReturnType<typeof jose.createRemoteJWKSet>

/** Checks tokens that other issuers make for programs, with the keys that they publish (OpenID Connect Discovery 1.0). */
export class WorkloadTokens {
  readonly #fetch: HttpFetch
  readonly #keys = new Map<string, Promise<Keys>>()

  /** `fetch` has to refuse addresses that people may not lead the server to. */
  constructor(fetch: HttpFetch) {
    this.#fetch = fetch
  }

  /**
   * What a token says; `undefined` if it is not valid now, for this audience and from this issuer. Throws ExternalServiceError if the
   * issuer's keys cannot be had.
   */
  async verify(
    token: string,
    { issuer, audience }: { readonly issuer: string; readonly audience: string },
  ): Promise<WorkloadClaims | undefined> {
    const keys = await this.#findKeys(issuer)
    try {
      const { payload } = await jose.jwtVerify(token, keys, {
        ...{ issuer, audience, algorithms, clockTolerance },
        maxTokenAge: mostSeconds,
        requiredClaims: ['sub', 'exp', 'iat'],
      })
      const { sub } = payload
      return typeof sub === 'string' && sub !== '' ? { ...payload, sub } : undefined
    } catch (error) {
      if (isRefusal(error)) return undefined
      throw withoutKeys(error, issuer)
    }
  }

  async #findKeys(issuer: string): Promise<Keys> {
    const known = this.#keys.get(issuer)
    // The least recently asked one goes first.
    this.#keys.delete(issuer)
    const keys = known ?? this.#discoverKeys(issuer)
    this.#keys.set(issuer, keys)
    for (const oldest of this.#keys.keys()) {
      if (this.#keys.size <= mostIssuers) break
      this.#keys.delete(oldest)
    }
    try {
      return await keys
    } catch (error) {
      if (this.#keys.get(issuer) === keys) this.#keys.delete(issuer)
      throw error
    }
  }

  async #discoverKeys(issuer: string): Promise<Keys> {
    const { protocol } = new URL(issuer)
    const configuration = await oidc
      .discovery(new URL(issuer), 'groundplan', {}, oidc.None(), {
        [oidc.customFetch]: createOidcFetch(this.#fetch),
        // Domain functions accept this for issuers of this machine only.
        execute: protocol === 'http:' ? [oidc.allowInsecureRequests] : [],
      })
      .catch((error: unknown) => {
        throw withoutKeys(error, issuer)
      })
    const address = configuration.serverMetadata().jwks_uri
    if (address === undefined) throw withoutKeys(new Error('it publishes none'), issuer)
    return jose.createRemoteJWKSet(new URL(address), {
      [jose.customFetch]: (url, { signal, headers, method }) =>
        this.#fetch(url, { signal, headers: [...headers], method }),
    })
  }
}

/** True if the token is to blame, not the way to the keys. */
function isRefusal(error: unknown): boolean {
  return error instanceof jose.errors.JOSEError && !troublesWithKeys.has(error.code)
}

const troublesWithKeys: ReadonlySet<string> = new Set([
  // An answer other than 200.
  jose.errors.JOSEError.code,
  jose.errors.JWKSTimeout.code,
  jose.errors.JWKSInvalid.code,
])

function withoutKeys(error: unknown, issuer: string): PlatformError {
  // Thrown by our own `fetch`, inside an error of the library.
  const cause = error instanceof Error && error.cause instanceof PlatformError ? error.cause : error
  if (cause instanceof PlatformError) return cause
  return new ExternalServiceError(`Could not get the keys of ${issuer}: ${errorMessage(error)}.`, {
    service: 'token-issuer',
    hint: 'Try again. If it goes on, check that the server reaches that address.',
    cause: error,
  })
}
