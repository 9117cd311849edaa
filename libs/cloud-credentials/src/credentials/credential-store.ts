import type { SealedValue, SecretChange } from '@groundplan/secrets'
import type { CloudCredential, CredentialSettings, CredentialUse } from './cloud-credential.ts'

/** A credential as it is kept, for Groundplan itself. */
export interface KeptCredential {
  readonly name: string
  readonly settings: CredentialSettings
  /** The secret key of static keys; other kinds have none. */
  readonly sealed?: SealedValue | undefined
}

/** Port: the cloud credentials of one space. Each change and its event are written in one transaction. */
export interface CredentialStore {
  /** By name. */
  list(): Promise<readonly CloudCredential[]>
  find(name: string): Promise<KeptCredential | undefined>
  listSealed(): Promise<readonly (KeptCredential & { readonly sealed: SealedValue })[]>
  /** Adds a credential or replaces it. */
  put(credential: KeptCredential, change: SecretChange): Promise<CloudCredential>
  /** False if there is no such credential. */
  remove(name: string, change: SecretChange): Promise<boolean>
  noteUse(name: string, use: CredentialUse): Promise<void>
  /** Replaces the encryption, not the value. False if somebody has changed the credential since. */
  reseal(name: string, before: SealedValue, after: SealedValue): Promise<boolean>
}
