import { z } from 'zod'
import type { MasterKeys } from '@groundplan/secrets'
import { createDataKey, openContent, sealContent, type StatePlace } from './seal-state.ts'
import { readStateHeader, type StateHeader } from './state-header.ts'
import type { StateAccess, StateStore } from './state-store.ts'
import {
  largestState,
  type StateKey,
  type StateLock,
  type StateVersion,
  type StoredState,
} from './stored-state.ts'

export interface BackendDependencies {
  readonly states: StateStore
  /** Throws if the server has none. */
  readonly findMasterKeys: () => Promise<MasterKeys>
  readonly spaceId: string
  readonly now: () => Date
  /** MD5 in hexadecimal. */
  readonly md5: (bytes: Uint8Array) => string
}

/**
 * An answer to Terraform, see https://developer.hashicorp.com/terraform/language/backend/http and Terraform's client: 423 with the lock
 * that is held as JSON, 409 for a write that comes too late, 404 for a state without content.
 */
export interface BackendAnswer {
  readonly status: 200 | 400 | 404 | 409 | 413 | 423
  readonly body?: Uint8Array<ArrayBuffer> | undefined
  /** Of the body, in hexadecimal. */
  readonly md5?: string | undefined
}

export interface StateWrite {
  readonly content: Uint8Array<ArrayBuffer>
  /** Id of the lock that the writer holds. */
  readonly lockId?: string | undefined
  /** MD5 that the writer has computed, in hexadecimal. */
  readonly md5?: string | undefined
}

/** How long Terraform's description of a lock may be, in characters. */
const longestLock = 10_000

/** The current version, for a run. */
export async function readState(
  access: StateAccess,
  dependencies: BackendDependencies,
): Promise<BackendAnswer> {
  const state = await dependencies.states.find(access)
  const found = state?.current && (await readContent(state, state.current.number, dependencies))
  if (found === undefined) return { status: 404 }
  return { status: 200, body: found.content, md5: found.version.md5 }
}

/** Content of a version, or of none if it is gone. */
export async function readContent(
  state: StoredState,
  number: number,
  { states, findMasterKeys, spaceId }: BackendDependencies,
): Promise<{ readonly version: StateVersion; readonly content: Uint8Array<ArrayBuffer> } | undefined> {
  const version = await states.readVersion(state, number)
  if (version === undefined) return undefined
  const place = { place: { ...keyOf(state), spaceId }, number, dataKey: state.dataKey }
  return { version, content: await openContent(version.content, place, await findMasterKeys()) }
}

/**
 * Adds a version. Only whoever holds the lock writes; the lineage stays, and the serial counts up. Writing the same once more changes
 * nothing, so that a lost answer does no harm.
 */
export async function writeState(
  access: StateAccess,
  { content, lockId, md5 }: StateWrite,
  dependencies: BackendDependencies,
): Promise<BackendAnswer> {
  if (content.length > largestState) return refusal(413, `The state is larger than ${largestState} bytes.`)
  const header = readStateHeader(content)
  if (header === undefined) return refusal(400, 'The content is not a Terraform state of format 4.')
  const digest = dependencies.md5(content)
  if (md5 !== undefined && md5 !== digest)
    return refusal(400, 'The content arrived damaged: its MD5 is another.')
  const state = await openState(access, dependencies)
  if (state.lock?.id !== lockId) return lockRefusal(state.lock)
  const reason = state.current && findConflict(header, digest, state.current)
  if (reason === 'same') return { status: 200 }
  if (reason !== undefined) return refusal(409, reason)
  const isAdded = await addContent(
    state,
    { content, header, md5: digest, origin: { kind: 'run', run: access.run } },
    dependencies,
  )
  return isAdded ? { status: 200 } : refusal(409, 'Somebody else has written the state.')
}

/** Adds content as the next version. False if somebody else was faster. */
export async function addContent(
  state: StoredState,
  {
    content,
    header,
    ...facts
  }: {
    readonly content: Uint8Array<ArrayBuffer>
    readonly header: StateHeader
    readonly md5: string
    readonly origin: StateVersion['origin']
  },
  dependencies: BackendDependencies,
  change?: Parameters<StateStore['addVersion']>[3],
): Promise<boolean> {
  const { states, findMasterKeys, spaceId, now } = dependencies
  const current = state.current?.number ?? 0
  const number = current + 1
  const place = { place: { ...keyOf(state), spaceId }, number, dataKey: state.dataKey }
  const sealed = await sealContent(content, place, await findMasterKeys())
  const version = { ...header, ...facts, number, size: content.length, createdAt: now(), content: sealed }
  return states.addVersion(state, version, { current, lockId: state.lock?.id }, change)
}

/** Locks the state for a run: 423 with the lock if somebody else has it. */
export async function lockState(
  access: StateAccess,
  body: string,
  dependencies: BackendDependencies,
): Promise<BackendAnswer> {
  const info = parseLock(body)
  if (info === undefined) return refusal(400, 'The lock is not described as Terraform does.')
  const lock: StateLock = { ...info, run: access.run, at: dependencies.now() }
  const state = await openState(access, dependencies)
  const held = await dependencies.states.lock(state, lock)
  return held.id === lock.id && held.run === lock.run ? { status: 200 } : lockRefusal(held)
}

/**
 * Ends a lock: 409 with the lock if another one is held. `terraform force-unlock` sends no description; it needs the credentials of the
 * run that has the lock.
 */
export async function unlockState(
  access: StateAccess,
  body: string,
  { states }: BackendDependencies,
): Promise<BackendAnswer> {
  const state = await states.find(access)
  if (state?.lock === undefined) return { status: 200 }
  const id =
    parseLock(body)?.id ?? (body.trim() === '' && state.lock.run === access.run ? state.lock.id : undefined)
  if (id === undefined) return refusal(400, 'The lock is not described as Terraform does.')
  const held = await states.unlock(access, id)
  return held === undefined ? { status: 200 } : { ...lockRefusal(held), status: 409 }
}

/** Why a state cannot follow the current one: `same` if it is the current one. */
function findConflict(header: StateHeader, md5: string, current: StateVersion): string | undefined {
  if (md5 === current.md5) return 'same'
  if (header.lineage !== current.lineage)
    return `The state has the lineage ${header.lineage}; the one that is kept has ${current.lineage}.`
  if (header.serial <= current.serial)
    return `The state has the serial ${header.serial}; the one that is kept has ${current.serial} already.`
  return undefined
}

/** The state; a new one if there is none. */
export async function openState(
  { environment, grain }: StateKey,
  { states, findMasterKeys, spaceId }: Pick<BackendDependencies, 'states' | 'findMasterKeys' | 'spaceId'>,
): Promise<StoredState> {
  const place: StatePlace = { spaceId, environment, grain }
  return (
    (await states.find(place)) ??
    (await states.open(keyOf(place), await createDataKey(place, await findMasterKeys())))
  )
}

const LockInfo = z.object({
  ID: z.string().min(1).max(200),
  Operation: z.string().max(200).optional(),
  Who: z.string().max(500).optional(),
  Version: z.string().max(100).optional(),
  Created: z.string().max(100).optional(),
})

function parseLock(body: string): Omit<StateLock, 'run' | 'at'> | undefined {
  if (body.length > longestLock) return undefined
  try {
    const { ID: id, Operation = '', Who = '', Version = '', Created = '' } = LockInfo.parse(JSON.parse(body))
    return { id, operation: Operation, who: Who, version: Version, created: Created }
  } catch {
    return undefined
  }
}

/** Terraform reads the body as the description of the lock, for its own error message. */
function lockRefusal(lock: StateLock | undefined): BackendAnswer {
  if (lock === undefined) return refusal(409, 'The lock was taken away, or the state was never locked.')
  const { id, operation, who, version, created, run } = lock
  const info = {
    ID: id,
    Operation: operation,
    Info: `run ${run}`,
    Who: who,
    Version: version,
    Created: created,
    Path: '',
  }
  return { status: 423, body: encode(info) }
}

function refusal(status: BackendAnswer['status'], message: string): BackendAnswer {
  return { status, body: encode({ message }) }
}

function encode(value: object): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(value))
}

function keyOf({ environment, grain }: { readonly environment: string; readonly grain: string }) {
  return { environment, grain }
}
