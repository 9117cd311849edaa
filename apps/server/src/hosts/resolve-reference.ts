import type { SecretReference } from '@groundplan/configuration'
import { InputError } from '@groundplan/errors'
import { readEnvironment } from '@groundplan/process'

/** The value that a reference of the configuration stands for. Throws InputError that names the reference, never a value. */
export function resolveReference(reference: SecretReference, subject: string): string {
  if ('secret' in reference) {
    throw new InputError(`${subject} refers to the secret "${reference.secret}", and there is no secret store yet.`, {
      hint: 'Use an environment variable of the server: { env: NAME }.',
    })
  }
  const value = readEnvironment()[reference.env]
  if (value !== undefined) return value
  throw new InputError(`${subject} refers to ${reference.env}, which is not set.`, {
    hint: `Set ${reference.env} in the server's environment and start it again.`,
  })
}
