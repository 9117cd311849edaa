import { isAllowed, requirePermission, type Caller } from '@groundplan/access'
import { displayActor } from '@groundplan/actor'
import { ConflictError, NotAllowedError } from '@groundplan/errors'
import { isSameActor, type Environment } from '../model/environment.ts'
import { stateWords } from '../lifecycle/advance.ts'
import { requestFacts, type RequestKind, type RequestKindFacts } from '../model/request-kinds.ts'

/** Throws NotAllowedError if the caller may not make such a request about this environment. */
export function requireRequest(
  kind: RequestKind,
  environment: Pick<Environment, 'spaceId' | 'owner' | 'collaborators' | 'name'>,
  caller: Caller,
): void {
  requireOwn(requestFacts(kind), environment, caller)
}

/** Throws NotAllowedError without the permission, or if the environment is somebody else's and the caller manages none. */
export function requireOwn(
  { permission, by }: Pick<RequestKindFacts, 'permission' | 'by'>,
  environment: Pick<Environment, 'spaceId' | 'owner' | 'collaborators' | 'name'>,
  caller: Caller,
): void {
  requirePermission(caller, permission, environment.spaceId)
  if (isOwn(environment, caller, by)) return
  if (isAllowed(caller, 'environments.manage', environment.spaceId)) return
  const whom = by === 'owner' ? 'its owner' : 'its owner and collaborators'
  throw new NotAllowedError(
    `${displayActor(caller.actor)} may not do this with the environment "${environment.name}": only ${whom} may.`,
    { hint: 'Ask the owner, or an administrator for the permission "environments.manage".' },
  )
}

/** True if the caller may make such a request about this environment, whatever its state. */
export function mayRequest(
  kind: RequestKind,
  environment: Pick<Environment, 'spaceId' | 'owner' | 'collaborators'>,
  caller: Caller,
): boolean {
  return mayDo(requestFacts(kind), environment, caller)
}

/** True if the caller has the permission, and the environment is theirs or they manage those of others, too. */
export function mayDo(
  { permission, by }: Pick<RequestKindFacts, 'permission' | 'by'>,
  environment: Pick<Environment, 'spaceId' | 'owner' | 'collaborators'>,
  caller: Caller,
): boolean {
  const { spaceId } = environment
  if (!isAllowed(caller, permission, spaceId)) return false
  return isOwn(environment, caller, by) || isAllowed(caller, 'environments.manage', spaceId)
}

function isOwn(
  { owner, collaborators }: Pick<Environment, 'owner' | 'collaborators'>,
  { actor }: Caller,
  by: 'owner' | 'collaborators',
): boolean {
  if (isSameActor(owner, actor)) return true
  return by === 'collaborators' && collaborators.some((other) => isSameActor(other, actor))
}

/** Throws ConflictError if the environment is in none of the states that the request is allowed in. */
export function requireState(kind: RequestKind, { name, state }: Pick<Environment, 'name' | 'state'>): void {
  const { states, title } = requestFacts(kind)
  if (states.includes(state)) return
  throw new ConflictError(`"${title}" is not possible: the environment "${name}" is ${stateWords(state)}.`, {
    hint: `It is possible while an environment is ${states.map(stateWords).join(', ')}.`,
  })
}
