import { ConflictError, InputError, NotFoundError } from '@groundplan/errors'
import { requirePermission, type Caller } from '../caller.ts'
import type { Permission } from '../permissions.ts'
import { requireOwnPermissions } from '../roles/require-own-permissions.ts'
import { requireNarrow } from './require-narrow.ts'
import type { WorkloadStore } from './workload-store.ts'
import type { Workload } from './workload.ts'

export interface WorkloadDependencies {
  readonly workloads: WorkloadStore
  readonly spaceId: string
  readonly now: () => Date
}

export interface WorkloadRequest {
  readonly name: string
  readonly issuer: string
  readonly audience: string
  readonly claims: Readonly<Record<string, string>>
  readonly permissions: readonly Permission[]
}

/** How many workloads a space can trust. */
export const mostWorkloads = 200

/**
 * Lets a program call that another issuer vouches for. Throws InputError, NotAllowedError if it could do more than the caller, and
 * ConflictError if there are too many or there is one of that name.
 */
export async function trustWorkload(
  request: WorkloadRequest,
  caller: Caller,
  { workloads, spaceId, now }: WorkloadDependencies,
): Promise<Workload> {
  requirePermission(caller, 'tokens.manage', spaceId)
  const { name, permissions, audience, claims } = request
  const issuer = readIssuer(request.issuer)
  if (name.trim() === '') throw new InputError('The workload has no name.')
  if (audience === '') throw new InputError('The workload has no audience.')
  if (permissions.length === 0)
    throw new InputError('The workload has no permissions.', { hint: 'Specify at least one.' })
  const reserved = ['iss', 'aud', 'exp', 'nbf', 'iat', 'jti'].find((claim) => Object.hasOwn(claims, claim))
  if (reserved !== undefined)
    throw new InputError(`The claim "${reserved}" cannot be specified: it is always checked.`)
  requireNarrow({ issuer, claims })
  requireOwnPermissions(permissions, caller, spaceId)
  if ((await workloads.list()).length >= mostWorkloads)
    throw new ConflictError(`The space trusts ${mostWorkloads} workloads, which is the limit.`, {
      hint: 'Remove some that no longer call.',
    })
  const workload: Workload = {
    ...{ id: crypto.randomUUID(), name, spaceId, issuer, audience, claims },
    ...{ permissions: [...new Set(permissions)], createdAt: now(), createdBy: caller.actor },
  }
  if (await workloads.add(workload)) return workload
  throw new ConflictError(`There is a workload "${name}" already.`, {
    hint: 'Choose another name, or remove that one first.',
  })
}

/** The workloads of a space by name. */
export async function listWorkloads(
  caller: Caller,
  { workloads, spaceId }: WorkloadDependencies,
): Promise<readonly Workload[]> {
  requirePermission(caller, 'tokens.manage', spaceId)
  return workloads.list()
}

/** Its tokens are refused at once. Throws NotFoundError. */
export async function distrustWorkload(
  name: string,
  caller: Caller,
  { workloads, spaceId, now }: WorkloadDependencies,
): Promise<Workload> {
  requirePermission(caller, 'tokens.manage', spaceId)
  const removed = await workloads.remove(name, { by: caller.actor, at: now() })
  if (removed !== undefined) return removed
  throw new NotFoundError(`There is no workload "${name}".`, { hint: 'See `groundplan workload list`.' })
}

/** The address as tokens write it: without a slash at its end only if the tokens have none. */
function readIssuer(text: string): string {
  const address = URL.parse(text)
  const isLocal = address !== null && ['localhost', '127.0.0.1', '[::1]'].includes(address.hostname)
  const isSecure = address?.protocol === 'https:' || (address?.protocol === 'http:' && isLocal)
  if (isSecure && address.search === '' && address.hash === '' && address.username === '') return text
  throw new InputError(`"${text}" is no issuer of tokens.`, {
    hint: 'Use the address in the claim `iss`, for example https://token.actions.githubusercontent.com.',
  })
}
