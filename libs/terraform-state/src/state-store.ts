import type { Actor } from '@groundplan/actor'
import type { SealedValue } from '@groundplan/secrets'
import type { SealedVersion, StateKey, StateLock, StateVersion, StoredState } from './stored-state.ts'

export interface StateChange {
  readonly by: Actor
  readonly at: Date
  readonly reason?: string | undefined
}

/** What has to be true for a version to be added. */
export interface VersionExpectation {
  /** Number of the version that is the current one; 0 if there is none. */
  readonly current: number
  /** Id of the lock that is held; absent if there must be none. */
  readonly lockId?: string | undefined
}

export interface VersionPage {
  readonly limit: number
  /** Only versions with lower numbers. */
  readonly before?: number | undefined
}

/** With what a run may read and write one state. The secret itself is not kept. */
export interface StateAccess extends StateKey {
  readonly run: string
  readonly expiresAt: Date
}

/** Port: the states of one space. Each method is one transaction; what people do records an event in it. */
export interface StateStore {
  find(key: StateKey): Promise<StoredState | undefined>
  /** Adds a state without versions, or gives the one that there is. */
  open(key: StateKey, dataKey: SealedValue): Promise<StoredState>
  /** The lock that is held afterwards: the given one, or that of somebody else. */
  lock(key: StateKey, lock: StateLock): Promise<StateLock>
  /** The lock that is still held, because it has another id. Nothing happens where there is none. */
  unlock(key: StateKey, id: string): Promise<StateLock | undefined>
  /** Takes away the lock with an id, whoever holds it, and records `state.unlocked`. False if it is not held. */
  forceUnlock(key: StateKey, id: string, change: StateChange): Promise<boolean>
  /** Adds a version, and removes the oldest ones over `mostVersions`. A rollback records `state.rolled-back`. False if it is too late. */
  addVersion(
    key: StateKey,
    version: SealedVersion,
    expected: VersionExpectation,
    change?: StateChange,
  ): Promise<boolean>
  readVersion(key: StateKey, number: number): Promise<SealedVersion | undefined>
  /** The newest first. */
  listVersions(key: StateKey, page: VersionPage): Promise<readonly StateVersion[]>
  /** Records `state.downloaded`. */
  noteDownload(key: StateKey, number: number, change: StateChange): Promise<void>
  /** Forgets a state with all versions and credentials, and records `state.removed`. False if there is none. */
  remove(key: StateKey, change: StateChange): Promise<boolean>

  /** Rejects if the state was not opened. */
  addAccess(hash: string, access: StateAccess): Promise<void>
  findAccess(hash: string): Promise<StateAccess | undefined>
  /** Ends what a run was given for this state, or what all runs were. */
  removeAccess(key: StateKey, run?: string): Promise<void>
  /** Forgets what has expired. */
  removeExpiredAccess(at: Date): Promise<void>

  listDataKeys(): Promise<readonly (StateKey & { readonly dataKey: SealedValue })[]>
  /** Replaces the encryption of a data key. False if somebody else has. */
  reseal(key: StateKey, before: SealedValue, after: SealedValue): Promise<boolean>
}

/** How many versions of a state are kept. */
export const mostVersions = 100
