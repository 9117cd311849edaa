import type { Actor } from '@groundplan/actor'
import type { SecretUse, StoredSecret } from './stored-secret.ts'

/** A value as it is kept: encrypted, with the ID of the master key. */
export interface SealedValue {
  readonly sealed: string
  readonly keyId: string
}

/** A secret as it is kept, for Groundplan itself. */
export interface SealedSecret extends SealedValue {
  readonly name: string
  readonly origins: readonly string[]
}

export interface SecretChange {
  readonly by: Actor
  readonly at: Date
}

/** Port: the secrets of one space, encrypted. Each change and its event are written in one transaction. */
export interface SecretStore {
  /** By name. */
  list(): Promise<readonly StoredSecret[]>
  listSealed(): Promise<readonly SealedSecret[]>
  /** Adds a secret or replaces its value and origins. */
  put(secret: SealedSecret, change: SecretChange): Promise<StoredSecret>
  /** False if there is no such secret. */
  remove(name: string, change: SecretChange): Promise<boolean>
  noteUse(name: string, use: SecretUse): Promise<void>
  /** Replaces the encryption, not the value. False if somebody has changed the secret since. */
  reseal(name: string, before: SealedValue, after: SealedValue, change: SecretChange): Promise<boolean>
}
