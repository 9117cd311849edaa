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
  const password = `${prefix}${toBase64Url(crypto.getRandomValues(new Uint8Array(32)))}`
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

/** Ends the credentials of a run. */
export function endStateAccess(run: string, { states }: Pick<AccessDependencies, 'states'>): Promise<void> {
  return states.removeAccess(run)
}

function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
}

/** SHA-256 in hexadecimal. Random text cannot be guessed, so that its hash needs no salt. */
async function hashText(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
