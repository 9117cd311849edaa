import type { Actor } from '@groundplan/actor'
import { ConflictError } from '@groundplan/errors'
import { writeState, type BackendDependencies } from './state-backend.ts'
import type { StateKey } from './stored-state.ts'

/** How one attempt at a run holds a state. */
export interface StateHold extends StateKey {
  readonly run: string
  /** SHA-256 of the password that it was given: it is gone once another attempt has taken the state over. */
  readonly access: string
}

/**
 * Ends a hold whose Terraform has ended: its credentials, and its lock if Terraform was killed before it could give that back. First saves
 * the state that Terraform could not write, e.g. because its worker had died. Does nothing if the state was taken over and nothing is
 * unsaved. Throws ConflictError, and changes nothing, if the state has moved on since.
 */
export async function giveUpState(
  { environment, grain, run, access: hash }: StateHold,
  unsaved: Uint8Array | undefined,
  by: Actor,
  dependencies: BackendDependencies,
): Promise<void> {
  const { states, now, md5 } = dependencies
  const key = { environment, grain }
  const [state, own] = [await states.find(key), await states.findAccess(hash)]
  if (state === undefined) return
  const lockId = own === undefined ? undefined : state.lock?.id
  if (unsaved !== undefined) {
    const content = Uint8Array.from(unsaved)
    const access = own ?? { ...key, run, expiresAt: now() }
    const { status, body } = await writeState(access, { content, lockId, md5: md5(content) }, dependencies)
    if (status !== 200)
      throw new ConflictError(
        `The state that the run "${run}" left was not saved: ${new TextDecoder().decode(body)}`,
      )
  }
  if (own === undefined) return
  await states.removeAccess(key, run)
  if (lockId === undefined) return
  const reason = `The run ${run} has ended without giving it back.`
  await states.forceUnlock(key, lockId, { by, at: now(), reason })
}

/** How long to wait for a lock, and how. */
export interface HolderPatience {
  /** In milliseconds. */
  readonly milliseconds: number
  readonly pause: () => Promise<void>
}

/**
 * Waits until nobody holds the state to change something. A worker that died may have left a Terraform that still changes something for a
 * moment, and a state that is being saved; then the lock goes. False if it is still held after all that time.
 */
export async function untilNotApplied(
  key: StateKey,
  { milliseconds, pause }: HolderPatience,
  { states, now }: Pick<BackendDependencies, 'states' | 'now'>,
): Promise<boolean> {
  for (const until = now().getTime() + milliseconds; now().getTime() < until; await pause()) {
    const lock = (await states.find(key))?.lock
    if (lock?.operation !== 'OperationTypeApply') return true
  }
  return false
}
