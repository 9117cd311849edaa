import type { KeyWrapper, WrappedKey } from './key-wrapper.ts'
import { createMasterKey, identifyKey, type MasterKey, type MasterKeys } from './master-keys.ts'

/** Port: master keys that a service encrypts, shared by every server of an installation. */
export interface WrappedKeyStore {
  /** The newest first. */
  list(): Promise<readonly WrappedKey[]>
  add(key: WrappedKey, at: Date): Promise<void>
  /** Removes keys that encrypt nothing, except for the two newest: other servers may be about to use those. */
  removeUnused(): Promise<void>
}

/** How master keys are replaced by a server that creates them itself. */
export interface MasterKeyRotation {
  /** From then on new values get a new key. */
  readonly begin: () => Promise<void>
  /** Removes keys that nothing is encrypted with any more. */
  readonly end: () => Promise<void>
}

export interface WrappedMasterKeysOptions {
  readonly store: WrappedKeyStore
  readonly wrapper: KeyWrapper
  /** Keys of a file or variable that the service has replaced: they decrypt. */
  readonly findFormer: () => Promise<readonly MasterKey[]>
  readonly now: () => Date
}

/**
 * Master keys that are generated here and stored encrypted by a service such as AWS KMS. A key is decrypted once for the life of the
 * server; which keys there are is read each time, because another server may have added one.
 */
export class WrappedMasterKeys {
  readonly #options: WrappedMasterKeysOptions
  readonly #opened = new Map<string, Promise<MasterKey>>()
  #creating: Promise<void> | undefined

  constructor(options: WrappedMasterKeysOptions) {
    this.#options = options
  }

  /** Creates the first key. Throws PlatformError if the service does not decrypt the current one. */
  async find(): Promise<MasterKeys> {
    const { store, findFormer } = this.#options
    let rows = await store.list()
    if (rows.length === 0) {
      this.#creating ??= this.create().finally(() => (this.#creating = undefined))
      await this.#creating
      rows = await store.list()
    }
    const [newest, ...older] = rows
    if (newest === undefined) throw new Error('The new master key is not stored.')
    const current = await this.#open(newest)
    // One whose service key is gone only matters to what it encrypts.
    const opened = await Promise.all(older.map((row) => this.#open(row).catch(() => undefined)))
    const former = [...opened.flatMap((key) => key ?? []), ...(await findFormer())]
    return { current, former: former.filter(({ id }) => id !== current.id) }
  }

  /** Adds a key, which is the current one from then on. */
  async create(): Promise<void> {
    const { store, wrapper, now } = this.#options
    const key = await createMasterKey()
    await store.add(await wrapper.wrap(key.id, key.bytes), now())
  }

  removeUnused(): Promise<void> {
    return this.#options.store.removeUnused()
  }

  #open(row: WrappedKey): Promise<MasterKey> {
    const known = this.#opened.get(row.id)
    if (known !== undefined) return known
    const opening = this.#unwrap(row)
    this.#opened.set(row.id, opening)
    opening.catch(() => this.#opened.delete(row.id))
    return opening
  }

  async #unwrap(row: WrappedKey): Promise<MasterKey> {
    const bytes = await this.#options.wrapper.unwrap(row)
    const id = await identifyKey(bytes)
    if (id !== row.id) throw new Error(`The master key ${row.id} is another one: ${id}.`)
    return { id, bytes }
  }
}
