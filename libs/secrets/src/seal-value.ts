import { ConflictError, InputError } from '@groundplan/errors'
import { compactDecrypt, CompactEncrypt } from 'jose'
import type { MasterKeys } from './master-keys.ts'
import type { SealedValue } from './secret-store.ts'

/** What a value is for: facts that the encryption covers, so that it cannot be decrypted as anything else. */
export type SealPurpose = Readonly<Record<`groundplan-${string}`, string>>

const [keyAlgorithm, contentAlgorithm] = ['A256GCMKW', 'A256GCM']

/**
 * Encrypts a value with a key of its own, which is encrypted with the current master key: a compact JWE
 * (https://www.rfc-editor.org/rfc/rfc7516).
 */
export async function sealValue(
  value: string,
  purpose: SealPurpose,
  { current }: MasterKeys,
): Promise<SealedValue> {
  const sealed = await new CompactEncrypt(new TextEncoder().encode(value))
    .setProtectedHeader({ alg: keyAlgorithm, enc: contentAlgorithm, kid: current.id, ...purpose })
    .encrypt(current.bytes)
  return { sealed, keyId: current.id }
}

/**
 * `subject` names the value in messages: `The secret "x"`. Throws InputError if the server has not the master key, ConflictError if the
 * value is damaged or for another purpose.
 */
export async function openValue(
  { sealed, keyId }: SealedValue,
  { purpose, subject }: { readonly purpose: SealPurpose; readonly subject: string },
  { current, former }: MasterKeys,
): Promise<string> {
  const key = [current, ...former].find(({ id }) => id === keyId)
  if (key === undefined) {
    throw new InputError(
      `${subject} is encrypted with the master key ${keyId}, which the server does not have.`,
      { hint: 'Add that key below the current one, or set the secret again.' },
    )
  }
  try {
    const { plaintext, protectedHeader } = await compactDecrypt(sealed, key.bytes, {
      keyManagementAlgorithms: [keyAlgorithm],
      contentEncryptionAlgorithms: [contentAlgorithm],
    })
    const isHere = Object.entries(purpose).every(([name, value]) => protectedHeader[name] === value)
    if (!isHere) throw new Error('It is for another purpose.')
    return new TextDecoder('utf-8', { fatal: true }).decode(plaintext)
  } catch (cause) {
    throw new ConflictError(`${subject} cannot be decrypted: it is damaged or was moved.`, {
      hint: 'Set it again, or restore the database from a backup.',
      cause,
    })
  }
}
