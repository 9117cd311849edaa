import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SigningKey } from '@groundplan/scm'
import { checkSigningKey } from './check-signing-key.ts'
import { importGpgKey, stopGpg } from './gpg-home.ts'

/** How `git commit-tree` gets at a key. */
export interface Signing {
  /** Before the command. */
  readonly settings: readonly string[]
  readonly environment: Readonly<Record<string, string>>
}

/**
 * Does work while the key lies in a private folder, which is removed afterwards. Throws InputError if the key cannot be used
 * unattended.
 */
export async function withSigning<Result>(
  key: SigningKey,
  work: (signing: Signing) => Promise<Result>,
): Promise<Result> {
  checkSigningKey(key)
  const folder = await mkdtemp(join(tmpdir(), 'gp-sign-'))
  try {
    await chmod(folder, 0o700)
    return await work(key.format === 'ssh' ? await placeSshKey(folder, key) : await placeGpgKey(folder, key))
  } finally {
    if (key.format === 'gpg') await stopGpg(folder)
    await rm(folder, { recursive: true, force: true })
  }
}

async function placeSshKey(folder: string, { privateKey }: SigningKey): Promise<Signing> {
  const file = join(folder, 'key')
  // OpenSSH refuses keys with Windows line ends or without a last one.
  const text = `${privateKey.replaceAll('\r\n', '\n').trim()}\n`
  await writeFile(file, text, { mode: 0o600, flag: 'wx' })
  return { settings: ['-c', 'gpg.format=ssh', '-c', `user.signingKey=${file}`], environment: {} }
}

async function placeGpgKey(folder: string, key: SigningKey): Promise<Signing> {
  const fingerprint = await importGpgKey(folder, key)
  const settings = ['-c', 'gpg.format=openpgp', '-c', `user.signingKey=${fingerprint}!`]
  return { settings, environment: { GNUPGHOME: folder } }
}
