import type { Identity, SessionOwner } from '@groundplan/access'
import { NotAllowedError } from '@groundplan/errors'
import type { HttpFetch } from '@groundplan/http'
import * as jose from 'jose'
import * as oidc from 'openid-client'
import { readIdentity, type ClaimNames } from './claims.ts'
import { createOidcFetch } from './create-oidc-fetch.ts'
import { translateOidcError } from './translate-oidc-error.ts'

export interface OidcSettings {
  /** Address of the provider, at which `/.well-known/openid-configuration` is. */
  readonly issuer: string
  readonly clientId: string
  /** Absent: a public client. */
  readonly clientSecret?: string | undefined
  /** Separated by spaces; with `openid`. */
  readonly scopes: string
  readonly claims: ClaimNames
}

/** What the browser keeps while somebody is at the provider. */
export interface SignInChecks {
  readonly state: string
  readonly nonce: string
  readonly codeVerifier: string
}

/** Who has signed in, and what the provider calls its own session. */
export interface SignedIn {
  readonly identity: Identity
  readonly providerSession?: string | undefined
}

/** How somebody signs in on another device, as the command line shows it. */
export interface DeviceSignIn {
  readonly deviceCode: string
  readonly userCode: string
  readonly verificationUri: string
  /** With the code in it. */
  readonly verificationUriComplete?: string | undefined
  /** Seconds. */
  readonly expiresIn: number
  /** Seconds between two polls. */
  readonly interval: number
}

const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code'
const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout'

/** An identity provider that speaks OpenID Connect. It is asked for its addresses when it is first needed. */
export class OidcProvider {
  readonly #settings: OidcSettings
  readonly #fetch: HttpFetch
  #found: Promise<oidc.Configuration> | undefined
  #keys: ReturnType<typeof jose.createRemoteJWKSet> | undefined

  constructor(settings: OidcSettings, fetch: HttpFetch) {
    this.#settings = settings
    this.#fetch = fetch
  }

  /** Where the browser goes to sign in: authorization code with PKCE. Throws ExternalServiceError. */
  async begin(redirectUri: string): Promise<{ readonly url: URL; readonly checks: SignInChecks }> {
    const checks = {
      ...{ state: oidc.randomState(), nonce: oidc.randomNonce() },
      codeVerifier: oidc.randomPKCECodeVerifier(),
    }
    const url = oidc.buildAuthorizationUrl(await this.#find(), {
      ...{
        redirect_uri: redirectUri,
        scope: this.#settings.scopes,
        state: checks.state,
        nonce: checks.nonce,
      },
      code_challenge: await oidc.calculatePKCECodeChallenge(checks.codeVerifier),
      code_challenge_method: 'S256',
    })
    return { url, checks }
  }

  /** Who came back from the provider, at the redirect URI with its query. Throws NotAllowedError and ExternalServiceError. */
  async finish(callback: URL, { state, nonce, codeVerifier }: SignInChecks): Promise<SignedIn> {
    const configuration = await this.#find()
    const expected = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: codeVerifier }
    const tokens = await this.#ask(() =>
      oidc.authorizationCodeGrant(configuration, callback, { ...expected, idTokenExpected: true }),
    )
    return this.#read(configuration, tokens)
  }

  /** Begins to sign in without a browser on this machine (RFC 8628). Throws ExternalServiceError. */
  async beginDevice(): Promise<DeviceSignIn> {
    const configuration = await this.#find()
    const begun = await this.#ask(() =>
      oidc.initiateDeviceAuthorization(configuration, { scope: this.#settings.scopes }),
    )
    return {
      ...{
        deviceCode: begun.device_code,
        userCode: begun.user_code,
        verificationUri: begun.verification_uri,
      },
      verificationUriComplete: begun.verification_uri_complete,
      ...{ expiresIn: begun.expires_in, interval: begun.interval ?? 5 },
    }
  }

  /** Whether somebody has signed in on the other device by now. Throws NotAllowedError if they refused or were too late. */
  async pollDevice(deviceCode: string): Promise<SignedIn | 'pending' | 'slow-down'> {
    const configuration = await this.#find()
    try {
      const tokens = await oidc.genericGrantRequest(configuration, deviceGrant, { device_code: deviceCode })
      return await this.#read(configuration, tokens)
    } catch (error) {
      if (error instanceof oidc.ResponseBodyError && error.error === 'authorization_pending') return 'pending'
      if (error instanceof oidc.ResponseBodyError && error.error === 'slow_down') return 'slow-down'
      throw translateOidcError(error)
    }
  }

  /** Where the browser goes to end the provider's own session; `undefined` if the provider has no such page. */
  async findSignOutUrl(returnTo: string): Promise<URL | undefined> {
    const configuration = await this.#find()
    if (configuration.serverMetadata().end_session_endpoint === undefined) return undefined
    return oidc.buildEndSessionUrl(configuration, { post_logout_redirect_uri: returnTo })
  }

  /**
   * Whose sessions a logout token ends (OpenID Connect Back-Channel Logout 1.0). Throws NotAllowedError if the token is none of the
   * provider's for this client.
   */
  async readLogoutToken(token: string): Promise<SessionOwner> {
    const { issuer, jwks_uri: keysAddress } = (await this.#find()).serverMetadata()
    if (keysAddress === undefined) throw new NotAllowedError('The identity provider publishes no keys.')
    this.#keys ??= jose.createRemoteJWKSet(new URL(keysAddress), {
      [jose.customFetch]: (address, { signal, headers, method }) =>
        this.#fetch(address, { signal, headers: [...headers], method }),
    })
    const { payload } = await jose
      .jwtVerify(token, this.#keys, { issuer, audience: this.#settings.clientId, maxTokenAge: '10 minutes' })
      .catch((error: unknown) => {
        throw error instanceof jose.errors.JOSEError && !(error instanceof jose.errors.JWKSTimeout)
          ? new NotAllowedError('The logout token is not valid.', { cause: error })
          : translateOidcError(error)
      })
    const { events, sid, sub: subject } = payload
    const isLogout = typeof events === 'object' && events !== null && logoutEvent in events
    const providerSession = typeof sid === 'string' ? sid : undefined
    if (!isLogout || 'nonce' in payload || (providerSession === undefined && subject === undefined))
      throw new NotAllowedError('The logout token is not valid.')
    return { issuer, subject, providerSession }
  }

  /** The claims of the ID token, completed by those of the user info endpoint where groups or the username are only there. */
  async #read(configuration: oidc.Configuration, tokens: Tokens): Promise<SignedIn> {
    const claims = tokens.claims()
    if (claims === undefined) throw new NotAllowedError('The identity provider sent no ID token.')
    const { username, groups } = this.#settings.claims
    const lacksSome = claims[username] === undefined || claims[groups] === undefined
    const hasMore = configuration.serverMetadata().userinfo_endpoint !== undefined
    const more =
      lacksSome && hasMore
        ? await this.#ask(() => oidc.fetchUserInfo(configuration, tokens.access_token, claims.sub))
        : {}
    return {
      identity: readIdentity({ ...more, ...claims }, this.#settings.claims),
      providerSession: typeof claims['sid'] === 'string' ? claims['sid'] : undefined,
    }
  }

  async #find(): Promise<oidc.Configuration> {
    this.#found ??= this.#discover()
    try {
      return await this.#found
    } catch (error) {
      this.#found = undefined
      throw error
    }
  }

  async #discover(): Promise<oidc.Configuration> {
    const { issuer, clientId, clientSecret } = this.#settings
    const address = new URL(issuer)
    const authentication = clientSecret === undefined ? oidc.None() : oidc.ClientSecretBasic(clientSecret)
    const configuration = await this.#ask(() =>
      oidc.discovery(address, clientId, {}, authentication, {
        [oidc.customFetch]: createOidcFetch(this.#fetch),
        // The configuration accepts this for addresses of this machine only.
        execute: address.protocol === 'http:' ? [oidc.allowInsecureRequests] : [],
      }),
    )
    oidc.enableNonRepudiationChecks(configuration)
    return configuration
  }

  async #ask<Answer>(request: () => Promise<Answer>): Promise<Answer> {
    try {
      return await request()
    } catch (error) {
      throw translateOidcError(error)
    }
  }
}

type Tokens = oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers
