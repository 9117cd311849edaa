import { InputError } from '@groundplan/errors'
import type { SigningKey } from '@groundplan/scm'

/** Throws InputError for a key that git could not sign with unattended: no private key, or one with a passphrase. */
export function checkSigningKey({ format, privateKey, source }: SigningKey): void {
  const fits = format === 'ssh' ? sshKey.test(privateKey) : gpgKey.test(privateKey)
  if (!fits) throw notAKey(source)
  if (format === 'ssh' && hasPassphrase(privateKey)) throw hasPassphraseError(source)
}

const sshKey = /-----BEGIN (?:OPENSSH |RSA |EC |DSA |ENCRYPTED )?PRIVATE KEY-----/
const gpgKey = /-----BEGIN PGP PRIVATE KEY BLOCK-----/

/** The key's format by its first line; `undefined` if it is none. */
export function findKeyFormat(privateKey: string): SigningKey['format'] | undefined {
  if (gpgKey.test(privateKey)) return 'gpg'
  return sshKey.test(privateKey) ? 'ssh' : undefined
}

/** As OpenSSH's PROTOCOL.key and RFC 1421 have it. */
function hasPassphrase(privateKey: string): boolean {
  if (/BEGIN ENCRYPTED PRIVATE KEY|Proc-Type: 4,ENCRYPTED/.test(privateKey)) return true
  const body = /BEGIN OPENSSH PRIVATE KEY-----([\s\S]*?)-----END/.exec(privateKey)?.[1]
  if (body === undefined) return false
  const bytes = Buffer.from(body, 'base64')
  const start = 'openssh-key-v1\0'.length
  const cipher = bytes.subarray(start + 4, start + 4 + bytes.readUInt32BE(start)).toString('latin1')
  return cipher !== 'none'
}

export function hasPassphraseError(source: string, cause?: unknown): InputError {
  return new InputError(`The signing key in ${source} has a passphrase, which nobody can type on a server.`, {
    hint: 'Use a key without a passphrase. Remove one with `ssh-keygen -p -f KEY`, or `gpg --edit-key ID passwd` for GPG.',
    cause,
  })
}

export function notAKey(source: string, cause?: unknown): InputError {
  return new InputError(`${source} does not contain a private key for signing commits.`, {
    hint: 'Use a private SSH key, or a GPG key as printed by `gpg --armor --export-secret-keys ID`.',
    cause,
  })
}
