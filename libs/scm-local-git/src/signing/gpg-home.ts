import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ExternalServiceError } from '@groundplan/errors'
import { readEnvironment, runProgramInHelper } from '@groundplan/process'
import type { SigningKey } from '@groundplan/scm'
import { hasPassphraseError, notAKey } from './check-signing-key.ts'

const limits = { milliseconds: 30_000, outputBytes: 1_000_000 }

/** Imports the key to a home of GPG of its own and tries it. Returns the fingerprint of the key that signs. */
export async function importGpgKey(home: string, { privateKey, source }: SigningKey): Promise<string> {
  // Nobody can answer a prompt.
  await writeFile(join(home, 'gpg.conf'), 'batch\nno-tty\npinentry-mode error\n', { mode: 0o600 })
  const imported = await gpg(home, ['--import'], privateKey)
  const listed = await gpg(home, ['--list-secret-keys', '--with-colons'])
  const fingerprint = findSigningKey(listed.stdout.toString('utf8'))
  if (imported.exitCode !== 0 || fingerprint === undefined) throw notAKey(source)
  const tried = await gpg(home, ['--detach-sign', '--local-user', `${fingerprint}!`, '--output', '-'], 'x')
  if (tried.exitCode === 0) return fingerprint
  if (/pinentry|passphrase|inappropriate ioctl|no pin/i.test(tried.stderr)) throw hasPassphraseError(source)
  throw notAKey(source)
}

/** GPG starts an agent, which would outlive the folder. */
export async function stopGpg(home: string): Promise<void> {
  const env = environmentOf(home)
  await runProgramInHelper('gpgconf', ['--kill', 'all'], { env, extendEnv: false, limits }).catch(() => {})
}

async function gpg(home: string, args: readonly string[], input = '') {
  try {
    const options = { env: environmentOf(home), extendEnv: false, input, limits }
    return await runProgramInHelper('gpg', ['--batch', ...args], options)
  } catch (cause) {
    throw new ExternalServiceError('Could not run gpg, which signs commits with GPG keys.', {
      service: 'gpg',
      hint: 'Install GnuPG, or sign with an SSH key.',
      cause,
    })
  }
}

function environmentOf(home: string): Record<string, string> {
  const { PATH = '' } = readEnvironment()
  return { PATH, GNUPGHOME: home, HOME: home, LC_ALL: 'C' }
}

/** The last key or subkey that may sign, by the colons of `gpg --with-colons` (doc/DETAILS of GnuPG). */
function findSigningKey(listing: string): string | undefined {
  let signs = false
  let found: string | undefined
  for (const line of listing.split('\n')) {
    const fields = line.split(':')
    if (fields[0] === 'sec' || fields[0] === 'ssb')
      signs = (fields[11] ?? '').includes('s') && !/[rei]/.test(fields[1] ?? '') && fields[14] !== '#'
    if (fields[0] === 'fpr' && signs) {
      found = fields[9]
      signs = false
    }
  }
  return found
}
