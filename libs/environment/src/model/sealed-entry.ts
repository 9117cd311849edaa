import {
  openValue,
  sealValue,
  type MasterKeys,
  type SealedValue,
  type SealPurpose,
} from '@groundplan/secrets'

/** Which secret of an environment is meant. The encryption covers all of it: no value can be decrypted as another one. */
export interface SealedPlace {
  readonly spaceId: string
  readonly environmentId: string
  /**
   * - `input`: the value of a secret input.
   * - `outputs`: all outputs of a grain.
   * - `plan`: a stored plan.
   * - `ephemeral`: values of ephemeral inputs, until a worker takes them.
   */
  readonly kind: SealedKind
  /** Unique within the environment and the kind. */
  readonly name: string
}

export type SealedKind = 'input' | 'outputs' | 'plan' | 'ephemeral'

/** An encrypted value of an environment. */
export interface SealedEntry extends SealedPlace, SealedValue {
  /** Unusable afterwards, and removed some time later. */
  readonly expiresAt?: Date | undefined
}

export async function sealEntry(value: string, place: SealedPlace, keys: MasterKeys): Promise<SealedEntry> {
  return { ...place, ...(await sealValue(value, toPurpose(place), keys)) }
}

/** Throws what `openValue` throws. */
export function openEntry(sealed: SealedValue, place: SealedPlace, keys: MasterKeys): Promise<string> {
  return openValue(sealed, { purpose: toPurpose(place), subject: subjects[place.kind] }, keys)
}

/** The entry encrypted with the current key. Throws what `openValue` throws. */
export async function resealEntry(entry: SealedEntry, keys: MasterKeys): Promise<SealedEntry> {
  const sealed = await sealEntry(await openEntry(entry, entry, keys), placeOf(entry), keys)
  return entry.expiresAt === undefined ? sealed : { ...sealed, expiresAt: entry.expiresAt }
}

const subjects = {
  input: 'The value of a secret input',
  outputs: 'An output of the environment',
  plan: 'The stored plan',
  ephemeral: 'The value of an ephemeral input',
} as const satisfies Record<SealedKind, string>

function placeOf({ spaceId, environmentId, kind, name }: SealedEntry): SealedPlace {
  return { spaceId, environmentId, kind, name }
}

function toPurpose({ spaceId, environmentId, kind, name }: SealedPlace): SealPurpose {
  return {
    'groundplan-space': spaceId,
    'groundplan-environment': environmentId,
    'groundplan-kind': `environment-${kind}`,
    'groundplan-name': name,
  }
}
