import { existsSync } from 'node:fs'
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { InputError } from '@groundplan/errors'
import {
  generateMasterKey,
  parseMasterKeys,
  WrappedMasterKeys,
  type KeyWrapper,
  type MasterKey,
  type MasterKeyRotation,
  type MasterKeys,
  type WrappedKeyStore,
} from '@groundplan/secrets'

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

export interface ServiceKeys {
  readonly wrapper: KeyWrapper
  readonly store: WrappedKeyStore
  readonly now: () => Date
}

export interface MasterKeySource {
  readonly findMasterKeys: () => Promise<MasterKeys>
  /** Absent where the operator replaces keys. */
  readonly masterKeyRotation?: MasterKeyRotation | undefined
}

/**
 * The master keys of the server. With a service, keys are created here and stored encrypted by it; those of the variable or the file, or of
 * the home folder if there are some, are then former ones, so that a server can move to the service.
 */
export function openMasterKeys(config: MasterKeyConfig, service?: ServiceKeys): MasterKeySource {
  const findOwn = createMasterKeyFinder(config)
  if (service === undefined) return { findMasterKeys: findOwn }
  const hasOwn = config.masterKey !== undefined || config.masterKeyFile !== undefined
  const findFormer = async (): Promise<readonly MasterKey[]> => {
    const isInHome = config.databaseUrl === undefined && existsSync(join(config.home, 'master.key'))
    if (!hasOwn && !isInHome) return []
    const { current, former } = await findOwn()
    return [current, ...former]
  }
  const keys = new WrappedMasterKeys({ ...service, findFormer })
  return {
    findMasterKeys: () => keys.find(),
    masterKeyRotation: { begin: () => keys.create(), end: () => keys.removeUnused() },
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
    hint: 'Create one with `openssl rand -base64 32`, and give every server and worker the same one in GROUNDPLAN_MASTER_KEY or GROUNDPLAN_MASTER_KEY_FILE; or name a key of AWS KMS in GROUNDPLAN_MASTER_KEY_KMS.',
  })
}
