import { ConflictError, InputError } from '@groundplan/errors'
import { compactDecrypt, CompactEncrypt } from 'jose'
import type { MasterKeys } from './master-keys.ts'
import type { SealedValue } from './secret-store.ts'

/** What a value is for. It cannot be decrypted as that of another secret, or as one that may be sent elsewhere. */
export interface SecretPlace {
  readonly spaceId: string
  readonly name: string
  readonly origins: readonly string[]
}

const [keyAlgorithm, contentAlgorithm] = ['A256GCMKW', 'A256GCM']

/**
 * Encrypts a value with a key of its own, which is encrypted with the current master key: a compact JWE
 * (https://www.rfc-editor.org/rfc/rfc7516).
 */
export async function sealSecret(
  value: string,
  place: SecretPlace,
  { current }: MasterKeys,
): Promise<SealedValue> {
  const sealed = await new CompactEncrypt(new TextEncoder().encode(value))
    .setProtectedHeader({ alg: keyAlgorithm, enc: contentAlgorithm, kid: current.id, ...claims(place) })
    .encrypt(current.bytes)
  return { sealed, keyId: current.id }
}

/** Throws InputError if the server has not the master key, ConflictError if the value is damaged or belongs elsewhere. */
export async function openSecret(
  { sealed, keyId }: SealedValue,
  place: SecretPlace,
  { current, former }: MasterKeys,
): Promise<string> {
  const key = [current, ...former].find(({ id }) => id === keyId)
  if (key === undefined) {
    throw new InputError(
      `The secret "${place.name}" is encrypted with the master key ${keyId}, which the server does not have.`,
      { hint: 'Add that key below the current one, or set the secret again.' },
    )
  }
  try {
    const { plaintext, protectedHeader } = await compactDecrypt(sealed, key.bytes, {
      keyManagementAlgorithms: [keyAlgorithm],
      contentEncryptionAlgorithms: [contentAlgorithm],
    })
    const isHere = Object.entries(claims(place)).every(([name, value]) => protectedHeader[name] === value)
    if (!isHere) throw new Error('It belongs to another secret.')
    return new TextDecoder('utf-8', { fatal: true }).decode(plaintext)
  } catch (cause) {
    throw new ConflictError(`The secret "${place.name}" cannot be decrypted: it is damaged or was moved.`, {
      hint: 'Set it again, or restore the database from a backup.',
      cause,
    })
  }
}

function claims({ spaceId, name, origins }: SecretPlace): Readonly<Record<string, string>> {
  return {
    'groundplan-space': spaceId,
    'groundplan-name': name,
    'groundplan-origins': origins.join(' '),
  }
}
