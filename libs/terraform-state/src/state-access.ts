import { createRandomText, hashText } from '@groundplan/access'
import { openState, type BackendDependencies } from './state-backend.ts'
import type { StateAccess, StateStore } from './state-store.ts'
import type { StateKey } from './stored-state.ts'

export interface AccessDependencies {
  readonly states: StateStore
  readonly now: () => Date
}

export interface AccessRequest extends StateKey {
  /** The run that works on the state. */
  readonly run: string
  /** How long the run may take, in seconds: up to a day. */
  readonly seconds: number
}

/** What Terraform sends with HTTP Basic. */
export interface StateCredentials {
  readonly username: string
  readonly password: string
}

const longest = 24 * 3600

/** Begins every password, so that scanners for leaked secrets know it. */
const prefix = 'groundplan-state_'

/**
 * Credentials with which one run reaches one state, and nothing else. The password is only in this answer. They end with their time, or
 * when {@link endStateAccess} is called.
 */
export async function grantStateAccess(
  { run, seconds, environment, grain }: AccessRequest,
  dependencies: Omit<BackendDependencies, 'md5'>,
): Promise<StateCredentials> {
  const { states, now } = dependencies
  await openState({ environment, grain }, dependencies)
  const lifetime = Math.min(Math.max(seconds, 1), longest)
  const password = `${prefix}${createRandomText()}`
  const expiresAt = new Date(now().getTime() + lifetime * 1000)
  await states.addAccess(await hashText(password), { environment, grain, run, expiresAt })
  return { username: run, password }
}

/** What credentials give access to; `undefined` if they are wrong or over. */
export async function findStateAccess(
  { username, password }: StateCredentials,
  { states, now }: AccessDependencies,
): Promise<StateAccess | undefined> {
  if (!/^groundplan-state_[\w-]{43}$/.test(password)) return undefined
  const access = await states.findAccess(await hashText(password))
  return access?.run === username && now() < access.expiresAt ? access : undefined
}

/** Ends the credentials that a run has for one state. */
export function endStateAccess(
  { run, environment, grain }: StateKey & { readonly run: string },
  { states }: Pick<AccessDependencies, 'states'>,
): Promise<void> {
  return states.removeAccess({ environment, grain }, run)
}
