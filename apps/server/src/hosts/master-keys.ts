import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { InputError } from '@groundplan/errors'
import { generateMasterKey, parseMasterKeys, type MasterKeys } from '@groundplan/secrets'

export interface MasterKeyConfig {
  readonly home: string
  /** Absent: the database is embedded. */
  readonly databaseUrl: string | undefined
  readonly masterKey?: string | undefined
  readonly masterKeyFile?: string | undefined
}

/**
 * Finds the master keys: in a variable, in a file, or, with the embedded database, in the home folder, where the first use creates them. A
 * file is read each time, so that keys can be replaced while the server runs. Throws InputError.
 */
export function createMasterKeyFinder({
  home,
  databaseUrl,
  masterKey,
  masterKeyFile,
}: MasterKeyConfig): () => Promise<MasterKeys> {
  if (masterKey !== undefined) {
    const keys = parseMasterKeys(masterKey, 'GROUNDPLAN_MASTER_KEY')
    keys.catch(() => {})
    return () => keys
  }
  const own = join(home, 'master.key')
  return async () => {
    if (masterKeyFile !== undefined) return readKeys(masterKeyFile)
    if (databaseUrl !== undefined) throw withoutKey()
    await createKey(own)
    return readKeys(own)
  }
}

async function readKeys(path: string): Promise<MasterKeys> {
  try {
    return await parseMasterKeys(await readFile(path, 'utf8'), path)
  } catch (cause) {
    if (cause instanceof InputError) throw cause
    throw new InputError(`Cannot read the master key ${path}.`, {
      hint: 'GROUNDPLAN_MASTER_KEY_FILE must name a file that the server can read.',
      cause,
    })
  }
}

/** Unless it is there. */
async function createKey(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  try {
    await writeFile(path, `${generateMasterKey()}\n`, { flag: 'wx', mode: 0o600 })
    await chmod(path, 0o600)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

function withoutKey(): InputError {
  return new InputError('The server has no master key, with which secrets are encrypted.', {
    hint: 'Create one with `openssl rand -base64 32`, and give every server and worker the same one in GROUNDPLAN_MASTER_KEY or GROUNDPLAN_MASTER_KEY_FILE.',
  })
}
