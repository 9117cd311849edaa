import type { Actor } from '@groundplan/actor'
import { InputError } from '@groundplan/errors'
import { openValue, sealValue, type MasterKeys, type SealPurpose } from '@groundplan/secrets'
import {
  calculateJwkThumbprint,
  exportJWK,
  exportPKCS8,
  generateKeyPair,
  importPKCS8,
  SignJWT,
  type JWK,
} from 'jose'
import { chooseSigningKey, findExpiredKeys, longestTokenLife, needsSigningKey } from './key-schedule.ts'
import { printRunSubject, type RunSubject } from './run-subject.ts'
import type { SigningKeyStore, StoredSigningKey } from './signing-key-store.ts'

/** AWS verifies RS256 and ES256; other clouds only the first. */
const algorithm = 'RS256'
const shortestTokenLife = 60

export interface RunTokenRequest extends RunSubject {
  /** Who accepts the token: `sts.amazonaws.com`. */
  readonly audience: string
  /** Validity in seconds, 60 to 43,200. It only has to last until the token is exchanged. */
  readonly ttl: number
}

export interface RunTokenIssuerOptions {
  /** URL under which verifiers read the keys, without a slash at its end. */
  readonly issuer: string
  readonly store: SigningKeyStore
  readonly findMasterKeys: () => Promise<MasterKeys>
  readonly now: () => Date
}

export interface RevokedKeys {
  /** `kid` of the key that signs from now on. */
  readonly keyId: string
  readonly revoked: number
}

/**
 * Issues tokens that say which run of which environment holds them, for clouds that trust this server as an OpenID provider. Keys sign for
 * 30 days; each is published 15 minutes before it signs, and until the last of its tokens has expired.
 */
export class RunTokenIssuer {
  readonly issuer: string
  readonly #options: RunTokenIssuerOptions
  readonly #opened = new Map<string, Promise<CryptoKey>>()

  constructor(options: RunTokenIssuerOptions) {
    this.issuer = options.issuer
    this.#options = options
  }

  /** A signed token. Whoever has it is that run: it belongs in no log, no answer and no event. Throws PlatformError. */
  async issueRunToken(request: RunTokenRequest): Promise<string> {
    const { audience, ttl, space, blueprint, environment, runKind } = request
    const subject = printRunSubject(request)
    if (!Number.isInteger(ttl) || ttl < shortestTokenLife || ttl > longestTokenLife) {
      throw new InputError(`A token cannot be valid for ${ttl} seconds.`, {
        hint: `Choose ${shortestTokenLife} to ${longestTokenLife}.`,
      })
    }
    const key = await this.#findKey()
    const seconds = Math.floor(this.#options.now().getTime() / 1000)
    return new SignJWT({ space, blueprint, environment, run_kind: runKind })
      .setProtectedHeader({ alg: algorithm, typ: 'JWT', kid: key.kid })
      .setIssuer(this.issuer)
      .setSubject(subject)
      .setAudience(audience)
      .setIssuedAt(seconds)
      .setNotBefore(seconds)
      .setExpirationTime(seconds + ttl)
      .setJti(crypto.randomUUID())
      .sign(await this.#open(key))
  }

  /** The public keys (https://www.rfc-editor.org/rfc/rfc7517). Creates none. */
  async readKeys(): Promise<{ readonly keys: readonly JWK[] }> {
    const keys = await this.#options.store.list()
    const expired = new Set(findExpiredKeys(keys, this.#options.now()))
    return { keys: keys.filter((key) => !expired.has(key)).map(({ publicKey }) => publicKey) }
  }

  /**
   * Puts a new key in the place of all others, so that every token that was issued is invalid as soon as verifiers read the keys again.
   * `revoked` is how many keys those were.
   */
  async revokeKeys(by: Actor): Promise<RevokedKeys> {
    const key = await this.#create()
    const revoked = await this.#options.store.replaceAll(key, { by, at: key.createdAt })
    this.#opened.clear()
    return { keyId: key.kid, revoked }
  }

  /** Encrypts with the current master key what a former one encrypts. Returns how many keys that were. */
  async reseal(keys: MasterKeys): Promise<number> {
    const { store } = this.#options
    let changed = 0
    for (const before of await store.list()) {
      if (before.keyId === keys.current.id) continue
      const { kid } = before
      const after = await sealValue(await openValue(before, about(kid), keys), about(kid).purpose, keys)
      if (await store.reseal(kid, before, after)) changed += 1
    }
    return changed
  }

  async #findKey(): Promise<StoredSigningKey> {
    const { store, now } = this.#options
    if (needsSigningKey(await store.list(), now())) await this.#rotate()
    const key = chooseSigningKey(await store.list(), now())
    if (key === undefined) throw new Error('The new signing key is not stored.')
    return key
  }

  async #rotate(): Promise<void> {
    const { store, now } = this.#options
    const expired = findExpiredKeys(await store.list(), now())
    await store.add(await this.#create())
    await store.remove(expired.map(({ kid }) => kid))
  }

  async #create(): Promise<StoredSigningKey> {
    const { findMasterKeys, now } = this.#options
    const pair = await generateKeyPair(algorithm, { modulusLength: 2048, extractable: true })
    const plain = await exportJWK(pair.publicKey)
    const kid = await calculateJwkThumbprint(plain)
    const publicKey = { ...plain, kid, alg: algorithm, use: 'sig' }
    const sealed = await sealValue(
      await exportPKCS8(pair.privateKey),
      about(kid).purpose,
      await findMasterKeys(),
    )
    return { kid, publicKey, createdAt: now(), ...sealed }
  }

  #open(key: StoredSigningKey): Promise<CryptoKey> {
    const known = this.#opened.get(key.kid)
    if (known !== undefined) return known
    const opening = this.#decrypt(key)
    this.#opened.set(key.kid, opening)
    opening.catch(() => this.#opened.delete(key.kid))
    return opening
  }

  async #decrypt(key: StoredSigningKey): Promise<CryptoKey> {
    const pem = await openValue(key, about(key.kid), await this.#options.findMasterKeys())
    return importPKCS8(pem, algorithm)
  }
}

/** The discovery document: https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata. */
export function describeIssuer(issuer: string): Readonly<Record<string, unknown>> {
  return {
    issuer,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    response_types_supported: ['id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: [algorithm],
    scopes_supported: ['openid'],
    claims_supported: [
      ...['iss', 'sub', 'aud', 'exp', 'iat', 'nbf', 'jti'],
      ...['space', 'blueprint', 'environment', 'run_kind'],
    ],
  }
}

function about(kid: string): { readonly purpose: SealPurpose; readonly subject: string } {
  return { purpose: { 'groundplan-signing-key': kid }, subject: `The signing key ${kid}` }
}
