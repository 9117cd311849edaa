import type { Environment } from '../model/environment.ts'
import type { RequestPayload, EnvironmentRequest } from '../model/environment-request.ts'
import { requestFacts } from '../model/request-kinds.ts'

/** What can be done after a request failed. */
export type Recovery =
  /** What succeeded stays as it is. */
  | { readonly kind: 'keep' }
  /** The same again: what is complete already has nothing left to do. */
  | { readonly kind: 'retry'; readonly payload: RequestPayload }
  /** Back to what was complete before. */
  | { readonly kind: 'roll-back'; readonly payload: RequestPayload }

/**
 * The ways out of a failed request, given the environment as it is. An environment keeps the target of its last complete run, so
 * reconciling it takes back what a failed update did, and creates what a failed launch did not.
 */
export function listRecoveries(
  environment: Environment,
  { payload, status }: Pick<EnvironmentRequest, 'payload' | 'status'>,
): readonly Recovery[] {
  if (status !== 'failed' && status !== 'cancelled') return []
  const isPossible = ({ kind }: RequestPayload) => requestFacts(kind).states.includes(environment.state)
  const [retry, rollBack] = waysOut(payload, environment)
  return [
    { kind: 'keep' },
    ...(isPossible(retry) ? [{ kind: 'retry', payload: retry } as const] : []),
    ...(rollBack !== undefined && isPossible(rollBack)
      ? [{ kind: 'roll-back', payload: rollBack } as const]
      : []),
  ]
}

function waysOut(
  payload: RequestPayload,
  { state }: Pick<Environment, 'state'>,
): readonly [RequestPayload, RequestPayload | undefined] {
  switch (payload.kind) {
    case 'launch':
      // Without resources it is a draft again.
      return [{ kind: state === 'draft' ? 'launch' : 'reconcile' }, { kind: 'end' }]
    case 'update':
    case 'upgrade':
      return [payload, { kind: 'reconcile' }]
    case 'stop':
      return [payload, { kind: 'reconcile' }]
    // A start that failed left an environment that is not stopped any more.
    case 'start':
      return [{ kind: 'reconcile' }, { kind: 'stop', mode: 'destroy' }]
    default:
      return [payload, undefined]
  }
}
