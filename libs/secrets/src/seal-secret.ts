import type { MasterKeys } from './master-keys.ts'
import { openValue, sealValue, type SealPurpose } from './seal-value.ts'
import type { SealedValue } from './secret-store.ts'

/** What a value is for. It cannot be decrypted as that of another secret, or as one that may be sent elsewhere. */
export interface SecretPlace {
  readonly spaceId: string
  readonly name: string
  readonly origins: readonly string[]
}

export function sealSecret(value: string, place: SecretPlace, keys: MasterKeys): Promise<SealedValue> {
  return sealValue(value, toPurpose(place), keys)
}

/** Throws what {@link openValue} throws. */
export function openSecret(sealed: SealedValue, place: SecretPlace, keys: MasterKeys): Promise<string> {
  return openValue(sealed, { purpose: toPurpose(place), subject: `The secret "${place.name}"` }, keys)
}

function toPurpose({ spaceId, name, origins }: SecretPlace): SealPurpose {
  return {
    'groundplan-space': spaceId,
    'groundplan-name': name,
    'groundplan-origins': origins.join(' '),
  }
}
