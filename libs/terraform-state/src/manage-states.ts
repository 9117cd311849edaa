import { requirePermission, type Caller } from '@groundplan/access'
import type { Actor } from '@groundplan/actor'
import { ConflictError, NotFoundError } from '@groundplan/errors'
import type { MasterKeys } from '@groundplan/secrets'
import { resealDataKey } from './seal-state.ts'
import { addContent, readContent, type BackendDependencies } from './state-backend.ts'
import { readStateHeader, withSerial } from './state-header.ts'
import type { VersionPage } from './state-store.ts'
import type { StateKey, StateVersion, StoredState } from './stored-state.ts'

/** The lock and the current version. Throws NotFoundError. */
export async function getState(
  key: StateKey,
  caller: Caller,
  { states, spaceId }: BackendDependencies,
): Promise<Omit<StoredState, 'dataKey'>> {
  requirePermission(caller, 'states.read', spaceId)
  const { dataKey: _, ...state } = requireState(key, await states.find(key))
  return state
}

/** Earlier versions, the newest first. */
export function listStateVersions(
  key: StateKey,
  page: VersionPage,
  caller: Caller,
  { states, spaceId }: BackendDependencies,
): Promise<readonly StateVersion[]> {
  requirePermission(caller, 'states.read', spaceId)
  return states.listVersions(key, page)
}

/** The content of a version, the current one if none is named, with every secret in it. Throws NotFoundError. */
export async function downloadState(
  { number, ...key }: StateKey & { readonly number?: number | undefined },
  caller: Caller,
  dependencies: BackendDependencies,
): Promise<{ readonly version: StateVersion; readonly content: Uint8Array<ArrayBuffer> }> {
  requirePermission(caller, 'states.manage', dependencies.spaceId)
  const state = requireState(key, await dependencies.states.find(key))
  const found = await readContent(state, number ?? state.current?.number ?? 0, dependencies)
  if (found === undefined) throw noVersion(key, number)
  const change = { by: caller.actor, at: dependencies.now() }
  await dependencies.states.noteDownload(key, found.version.number, change)
  return found
}

/**
 * Makes an earlier version the current one: a new version with its content and the next serial. What exists in the cloud stays as it is.
 * Throws NotFoundError, or ConflictError while the state is locked.
 */
export async function rollBackState(
  { number, reason, ...key }: StateKey & { readonly number: number; readonly reason?: string | undefined },
  caller: Caller,
  dependencies: BackendDependencies,
): Promise<void> {
  requirePermission(caller, 'states.manage', dependencies.spaceId)
  const state = requireState(key, await dependencies.states.find(key))
  if (state.lock !== undefined) {
    throw new ConflictError(`The state is locked by the run "${state.lock.run}".`, {
      hint: 'Wait for the run to end, or unlock the state first.',
    })
  }
  const found = await readContent(state, number, dependencies)
  if (found === undefined) throw noVersion(key, number)
  const content = withSerial(found.content, (state.current?.serial ?? 0) + 1)
  const header = content && readStateHeader(content)
  if (content === undefined || header === undefined)
    throw new ConflictError(
      `Version ${number} cannot be brought back: its serial is not where Terraform writes it.`,
    )
  const origin = { kind: 'rollback', of: number, by: caller.actor } as const
  const change = { by: caller.actor, at: dependencies.now(), reason }
  const version = { content, header, md5: dependencies.md5(content), origin }
  if (await addContent(state, version, dependencies, change)) return
  throw new ConflictError('Somebody has changed the state in the meantime.', { hint: 'Look at it again.' })
}

/**
 * Takes away a lock whose run is gone. `id` is that of the lock, so that nobody takes away a newer one. Throws NotFoundError, or ConflictError
 * if it is not held any more.
 */
export async function forceUnlock(
  { id, reason, ...key }: StateKey & { readonly id: string; readonly reason?: string | undefined },
  caller: Caller,
  { states, spaceId, now }: BackendDependencies,
): Promise<void> {
  requirePermission(caller, 'states.manage', spaceId)
  requireState(key, await states.find(key))
  if (await states.forceUnlock(key, id, { by: caller.actor, at: now(), reason })) return
  throw new ConflictError(`The lock ${id.slice(0, 80)} is not held any more.`)
}

/**
 * Makes room for a run, for Groundplan itself: an environment has one at a time, so that whoever still has credentials or the lock has ended
 * without giving them back, or must not write any more. False if the state was not locked.
 */
export async function takeOverState(
  { reason, ...key }: StateKey & { readonly reason: string },
  by: Actor,
  { states, now }: Pick<BackendDependencies, 'states' | 'now'>,
): Promise<boolean> {
  // Before the lock goes: nobody can take it again.
  await states.removeAccess(key)
  const lock = (await states.find(key))?.lock
  return lock !== undefined && (await states.forceUnlock(key, lock.id, { by, at: now(), reason }))
}

/** Encrypts with the current master key what a former one encrypts. Returns how many states that were. */
export async function resealStates(
  keys: MasterKeys,
  { states, spaceId }: Pick<BackendDependencies, 'states' | 'spaceId'>,
): Promise<number> {
  let changed = 0
  for (const { dataKey, ...key } of await states.listDataKeys()) {
    if (dataKey.keyId === keys.current.id) continue
    const after = await resealDataKey(dataKey, { ...key, spaceId }, keys)
    if (await states.reseal(key, dataKey, after)) changed += 1
  }
  return changed
}

function requireState(key: StateKey, state: StoredState | undefined): StoredState {
  if (state !== undefined) return state
  throw new NotFoundError(
    `There is no Terraform state of "${key.grain}" in the environment "${key.environment}".`,
  )
}

function noVersion({ environment, grain }: StateKey, number: number | undefined): NotFoundError {
  const what = number === undefined ? 'no content' : `no version ${number}`
  return new NotFoundError(
    `The Terraform state of "${grain}" in the environment "${environment}" has ${what}.`,
  )
}
