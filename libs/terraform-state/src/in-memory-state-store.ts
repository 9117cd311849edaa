import type { SealedValue } from '@groundplan/secrets'
import { mostVersions } from './state-store.ts'
import type { StateAccess, StateChange, StateStore, VersionExpectation, VersionPage } from './state-store.ts'
import type { SealedVersion, StateKey, StateLock, StateVersion, StoredState } from './stored-state.ts'

interface KeptState {
  readonly key: StateKey
  dataKey: SealedValue
  lock: StateLock | undefined
  versions: readonly SealedVersion[]
}

/** For tests. */
export class InMemoryStateStore implements StateStore {
  readonly #states = new Map<string, KeptState>()
  readonly #access = new Map<string, StateAccess>()
  /** What was recorded, as `type reason`. */
  readonly events: string[] = []

  async find(key: StateKey): Promise<StoredState | undefined> {
    const state = this.#states.get(nameOf(key))
    return state && toStored(state)
  }

  async open(key: StateKey, dataKey: SealedValue): Promise<StoredState> {
    const name = nameOf(key)
    const state = this.#states.get(name) ?? { key, dataKey, lock: undefined, versions: [] }
    this.#states.set(name, state)
    return toStored(state)
  }

  async lock(key: StateKey, lock: StateLock): Promise<StateLock> {
    const state = this.#get(key)
    state.lock ??= lock
    return state.lock
  }

  async unlock(key: StateKey, id: string): Promise<StateLock | undefined> {
    const state = this.#states.get(nameOf(key))
    if (state?.lock?.id === id) state.lock = undefined
    return state?.lock
  }

  async forceUnlock(key: StateKey, id: string, change: StateChange): Promise<boolean> {
    const state = this.#states.get(nameOf(key))
    if (state?.lock?.id !== id) return false
    state.lock = undefined
    this.#record('state.unlocked', change)
    return true
  }

  async addVersion(
    key: StateKey,
    version: SealedVersion,
    expected: VersionExpectation,
    change?: StateChange,
  ): Promise<boolean> {
    const state = this.#get(key)
    if (currentOf(state) !== expected.current || state.lock?.id !== expected.lockId) return false
    state.versions = [...state.versions, version].slice(-mostVersions)
    if (change !== undefined) this.#record('state.rolled-back', change)
    return true
  }

  async readVersion(key: StateKey, number: number): Promise<SealedVersion | undefined> {
    return this.#states.get(nameOf(key))?.versions.find((version) => version.number === number)
  }

  async listVersions(
    key: StateKey,
    { limit, before = Infinity }: VersionPage,
  ): Promise<readonly StateVersion[]> {
    const versions = this.#states.get(nameOf(key))?.versions ?? []
    return versions
      .filter(({ number }) => number < before)
      .toReversed()
      .slice(0, limit)
      .map(withoutContent)
  }

  async noteDownload(_key: StateKey, _number: number, change: StateChange): Promise<void> {
    this.#record('state.downloaded', change)
  }

  async remove(key: StateKey, change: StateChange): Promise<boolean> {
    if (!this.#states.delete(nameOf(key))) return false
    for (const [hash, access] of this.#access) if (nameOf(access) === nameOf(key)) this.#access.delete(hash)
    this.#record('state.removed', change)
    return true
  }

  async addAccess(hash: string, access: StateAccess): Promise<void> {
    this.#get(access)
    this.#access.set(hash, access)
  }

  async findAccess(hash: string): Promise<StateAccess | undefined> {
    return this.#access.get(hash)
  }

  async removeAccess({ environment, grain }: StateKey, run?: string): Promise<void> {
    for (const [hash, access] of this.#access) {
      const isOf = access.environment === environment && access.grain === grain
      if (isOf && (run === undefined || access.run === run)) this.#access.delete(hash)
    }
  }

  async removeExpiredAccess(at: Date): Promise<void> {
    for (const [hash, { expiresAt }] of this.#access) if (expiresAt <= at) this.#access.delete(hash)
  }

  async listDataKeys(): Promise<readonly (StateKey & { readonly dataKey: SealedValue })[]> {
    return [...this.#states.values()].map(({ key, dataKey }) => ({ ...key, dataKey }))
  }

  async reseal(key: StateKey, before: SealedValue, after: SealedValue): Promise<boolean> {
    const state = this.#states.get(nameOf(key))
    if (state?.dataKey.sealed !== before.sealed) return false
    state.dataKey = after
    return true
  }

  #get(key: StateKey): KeptState {
    const state = this.#states.get(nameOf(key))
    if (state === undefined) throw new Error('The state was not opened.')
    return state
  }

  #record(type: string, { reason = '' }: StateChange): void {
    this.events.push(`${type} ${reason}`.trim())
  }
}

function nameOf({ environment, grain }: StateKey): string {
  return JSON.stringify([environment, grain])
}

function currentOf({ versions }: KeptState): number {
  return versions.at(-1)?.number ?? 0
}

function toStored({ key, dataKey, lock, versions }: KeptState): StoredState {
  const current = versions.at(-1)
  return {
    ...{ environment: key.environment, grain: key.grain, dataKey },
    ...(current === undefined ? {} : { current: withoutContent(current) }),
    ...(lock === undefined ? {} : { lock }),
  }
}

function withoutContent({ content: _, ...version }: SealedVersion): StateVersion {
  return version
}
