import { isAllowed, type Caller } from '@groundplan/access'
import { isSameActor, type Environment } from '../model/environment.ts'
import { isDecided, type EnvironmentRequest } from '../model/environment-request.ts'
import { requestFacts, requestKindNames, type RequestKind } from '../model/request-kinds.ts'
import type { Run } from '../model/run.ts'
import { mayRequest } from './require-environment.ts'

/**
 * The kinds of request that a caller may make about an environment as it is: their permissions, its state and the run that holds it, if
 * there is one. Policies may still deny what is listed.
 */
export function listAllowedRequests(
  environment: Environment,
  run: Pick<Run, 'status'> | undefined,
  caller: Caller,
): readonly RequestKind[] {
  return requestKindNames.filter((kind) => {
    const { states, run: needsRun, supersedes = false } = requestFacts(kind)
    if (!states.includes(environment.state) || !mayRequest(kind, environment, caller)) return false
    if (environment.runId === undefined || (needsRun === undefined && !supersedes)) return true
    return supersedes && run?.status === 'waiting'
  })
}

/** What somebody can do with a request that is not over. */
export type RequestAct = 'cancel' | 'confirm' | 'approve' | 'reject'

/** What a caller may do with a request now. */
export function listAllowedActs(
  { status, payload, requestedBy, waitsFor }: EnvironmentRequest,
  environment: Environment,
  caller: Caller,
): readonly RequestAct[] {
  const { spaceId } = environment
  const isRequester = isSameActor(requestedBy, caller.actor)
  const mayApprove = isAllowed(caller, 'environments.approve', spaceId)
  const waits = status === 'waiting-for-approval' ? waitsFor : undefined
  const allowed: Readonly<Record<RequestAct, boolean>> = {
    cancel: !isDecided({ status }) && mayRequest(payload.kind, environment, caller),
    confirm: waits?.confirmation === true && isRequester && mayRequest(payload.kind, environment, caller),
    approve: waits?.approval === true && !isRequester && mayApprove,
    reject: waits !== undefined && mayApprove && !isRequester,
  }
  return (['confirm', 'approve', 'reject', 'cancel'] as const).filter((act) => allowed[act])
}
