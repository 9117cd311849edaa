import type { AccessChange } from '@groundplan/access'
import type { SealedValue } from '@groundplan/secrets'
import type { JWK } from 'jose'

/** A key that signs tokens: its private part is encrypted, see {@link sealValue}. */
export interface StoredSigningKey extends SealedValue {
  /** Thumbprint of the public key: https://www.rfc-editor.org/rfc/rfc7638. */
  readonly kid: string
  readonly publicKey: JWK
  readonly createdAt: Date
}

/** Port: the signing keys of an installation. */
export interface SigningKeyStore {
  /** The newest first. */
  list(): Promise<readonly StoredSigningKey[]>
  add(key: StoredSigningKey): Promise<void>
  remove(kids: readonly string[]): Promise<void>
  /** Puts a key in the place of all others, and records `signing-keys.revoked`. Returns how many those were. */
  replaceAll(key: StoredSigningKey, change: AccessChange): Promise<number>
  /** Replaces the encryption, not the key. False if it is gone or encrypted anew. */
  reseal(kid: string, before: SealedValue, after: SealedValue): Promise<boolean>
}
