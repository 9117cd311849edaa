import { isAllowed, requirePermission, type Caller } from '@groundplan/access'
import { ConflictError, InputError, NotAllowedError, NotFoundError } from '@groundplan/errors'
import type { JsonObject } from '@groundplan/terraform-type'
import { changeEnvironment } from '../change/change-environment.ts'
import { toEnvironmentEvent } from '../change/environment-event.ts'
import type { EnvironmentUpdate } from '../ports/environment-store.ts'
import { isSameActor, type Environment } from '../model/environment.ts'
import type { EnvironmentDependencies } from './environment-dependencies.ts'
import { applyAtOnce, sealEphemeral, type SubmittedRequest } from './submit-request.ts'
import type { ApprovalAnswer, AwaitedApproval, EnvironmentRequest } from '../model/environment-request.ts'
import { endOpenSteps } from '../run/give-up-run.ts'
import type { Run } from '../model/run.ts'
import { settleRun } from '../run/settle-run.ts'

export interface RequestAnswer {
  readonly answer: 'approve' | 'reject'
  /** Of what was shown: an answer counts for nothing else. */
  readonly planHash: string
  readonly comment?: string | undefined
  /** Values of ephemeral inputs that the requester has to enter again. */
  readonly ephemeral?: JsonObject | undefined
}

/**
 * Answers a request that waits. The requester confirms; somebody else with the permission `environments.approve` approves; either may
 * reject. Once nobody is waited for, the run continues. Throws NotFoundError, NotAllowedError, ConflictError or InputError.
 */
export async function answerRequest(
  requestId: string,
  answer: RequestAnswer,
  caller: Caller,
  dependencies: EnvironmentDependencies,
): Promise<SubmittedRequest> {
  const { store } = dependencies
  const { environmentId } = await getRequest(requestId, dependencies)
  let answered: EnvironmentRequest | undefined
  const environment = await changeEnvironment(
    environmentId,
    async (before) => {
      const request = await getRequest(requestId, dependencies)
      const update = await planAnswer({ before, request, answer, caller }, dependencies)
      answered = update.requests?.[0]
      return update
    },
    store,
  )
  if (answered === undefined) throw new Error('An answered request is on record.')
  return { environment, request: answered }
}

/** Throws NotFoundError. */
export async function getRequest(
  id: string,
  { store }: Pick<EnvironmentDependencies, 'store'>,
): Promise<EnvironmentRequest> {
  const found = await store.findRequest(id)
  if (found !== undefined) return found
  throw new NotFoundError(`There is no request "${id.slice(0, 80)}".`)
}

interface Answering {
  readonly before: Environment
  readonly request: EnvironmentRequest
  readonly answer: RequestAnswer
  readonly caller: Caller
}

async function planAnswer(
  { before, request, answer, caller }: Answering,
  dependencies: EnvironmentDependencies,
): Promise<EnvironmentUpdate> {
  const { waitsFor } = request
  if (request.status !== 'waiting-for-approval' || waitsFor === undefined)
    throw new ConflictError('The request does not wait for an answer.')
  if (waitsFor.planHash !== answer.planHash) {
    throw new ConflictError('The plan has changed since it was shown.', { hint: 'Look at the new plan.' })
  }
  const left = findLeft(waitsFor, { request, answer, caller, environment: before })
  const at = dependencies.now()
  const said: ApprovalAnswer = {
    ...{ by: caller.actor, at, answer: answer.answer, planHash: answer.planHash },
    ...(answer.comment === undefined ? {} : { comment: answer.comment }),
  }
  const answered = { ...request, answers: [...request.answers, said] }
  const run = request.runId === undefined ? undefined : await dependencies.store.findRun(request.runId)
  const event = toEnvironmentEvent(before, before, {
    ...{ type: 'environment.request-answered', actor: caller.actor, at, requestId: request.id },
    context: { request: request.payload.kind, answer: answer.answer, planHash: answer.planHash },
    ...(answer.comment === undefined ? {} : { reason: answer.comment }),
  })
  const change = { environment: before, events: [event] }
  if (answer.answer === 'reject') return reject(change, answered, run, { at, caller, answer })
  if (left !== undefined) return { ...change, requests: [{ ...answered, waitsFor: left }] }
  if (run === undefined) {
    const done = applyAtOnce(change, answered, at)
    return { environment: done.environment, events: done.events, requests: [done.request] }
  }
  requireInputs(waitsFor, answer)
  const { waitsFor: _, ...rest } = answered
  const ephemeral = await sealEphemeral(answer.ephemeral ?? {}, before, run.id, dependencies)
  const grains = run.grains.map((grain) =>
    grain.plan?.decision === 'waiting'
      ? { ...grain, plan: { ...grain.plan, decision: 'allowed' as const } }
      : grain,
  )
  return {
    ...change,
    requests: [{ ...rest, status: 'running' }],
    runs: [{ ...run, grains, status: 'queued' }],
    sealed: ephemeral,
  }
}

/** What is still waited for after this answer; `undefined` if nothing. Throws NotAllowedError. */
function findLeft(
  waitsFor: AwaitedApproval,
  { request, answer, caller, environment }: Omit<Answering, 'before'> & { readonly environment: Environment },
): AwaitedApproval | undefined {
  const isRequester = isSameActor(request.requestedBy, caller.actor)
  const { spaceId } = environment
  if (!isRequester || (answer.answer === 'reject' && !waitsFor.confirmation))
    requirePermission(caller, 'environments.approve', spaceId)
  if (answer.answer === 'reject') return undefined
  const approves = !isRequester && isAllowed(caller, 'environments.approve', spaceId)
  const confirms = isRequester && waitsFor.confirmation
  if (!approves && !confirms) {
    throw new NotAllowedError('Somebody other than the requester has to approve this.', {
      hint: 'Ask somebody with the permission "environments.approve".',
    })
  }
  const left = {
    ...waitsFor,
    confirmation: waitsFor.confirmation && !confirms,
    approval: waitsFor.approval && !approves,
  }
  return left.confirmation || left.approval ? left : undefined
}

/** Throws InputError if values are missing that are not stored. */
function requireInputs({ inputs }: AwaitedApproval, { ephemeral = {} }: RequestAnswer): void {
  const missing = inputs.filter((name) => !Object.hasOwn(ephemeral, name))
  if (missing.length > 0) throw new InputError(`Values are required again: ${missing.join(', ')}.`)
}

function reject(
  change: { readonly environment: Environment; readonly events: EnvironmentUpdate['events'] },
  request: EnvironmentRequest,
  run: Run | undefined,
  { at, caller, answer }: { readonly at: Date; readonly caller: Caller; readonly answer: RequestAnswer },
): EnvironmentUpdate {
  const message = answer.comment ?? 'Somebody rejected it.'
  if (run === undefined) {
    const { waitsFor: _, ...rest } = request
    const rejected = { ...rest, status: 'rejected', endedAt: at, failure: { message } } as const
    return { ...change, requests: [rejected] }
  }
  const settled = settleRun(
    { environment: change.environment, request, run: endOpenSteps(run, message, at) },
    { at, by: caller.actor, end: 'rejected', failure: { message } },
  )
  const events = [...(change.events ?? []), ...settled.events]
  return { environment: settled.environment, events, requests: [settled.request], runs: [settled.run] }
}
