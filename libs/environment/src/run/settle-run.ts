import type { Actor } from '@groundplan/actor'
import { happen, mayHaveResources, type EnvironmentChange } from '../change/advance-environment.ts'
import type { Environment, Failure } from '../model/environment.ts'
import type { EnvironmentEventType } from '../lifecycle/environment-transitions.ts'
import type { EnvironmentRequest, RequestStatus } from '../model/environment-request.ts'
import { isBroken } from './next-work.ts'
import type { Run } from '../model/run.ts'

/** Why a run is over that did not complete: nothing if a step failed. */
export type RunEnd = 'denied' | 'rejected' | 'cancelled' | undefined

export interface SettleOptions {
  readonly at: Date
  readonly end?: RunEnd
  readonly failure?: Failure | undefined
  /** Who ended it; the requester if absent. */
  readonly by?: Actor | undefined
}

export interface SettledRun extends EnvironmentChange {
  readonly run: Run
  readonly request: EnvironmentRequest
}

/** How a run that has nothing left to do ends: for the environment, the request and itself. */
export function settleRun(
  { environment, request, run }: SettledRunInput,
  { at, end, failure: given, by = request.requestedBy }: SettleOptions,
): SettledRun {
  const isForced = run.kind === 'force-end' && end === undefined
  const isComplete = end === undefined && (isForced || !run.grains.some(isBroken))
  const failure = isComplete && !isForced ? undefined : (given ?? findFailure(run))
  const duration = run.startedAt === undefined ? 0 : at.getTime() - run.startedAt.getTime()
  const context = {
    ...{ request: request.payload.kind, seconds: Math.round(duration / 1000) },
    ...(isForced ? listLeft(environment) : {}),
  }
  const reason = failure?.message
  const actor = by
  const base = { actor, at, requestId: request.id, context, ...(reason === undefined ? {} : { reason }) }
  const set = {
    ...changesOf(environment, run, isComplete),
    failure,
    mayHaveResources: mayHaveResources(environment),
  }
  const steps = listEvents(environment, run, { isComplete, end })
  const change = steps.reduce(
    (changed, event, index) =>
      happen(changed, { ...base, event, ...(index === steps.length - 1 ? { set } : {}) }),
    { environment, events: [] } as EnvironmentChange,
  )
  const status: RequestStatus = isComplete ? 'done' : (end ?? 'failed')
  const { waitsFor: _, ...answered } = request
  return {
    ...change,
    request: { ...answered, status, endedAt: at, ...(failure === undefined ? {} : { failure }) },
    run: {
      ...run,
      ...{ status: isComplete ? 'succeeded' : end === undefined ? 'failed' : 'cancelled', endedAt: at },
      ...(failure === undefined ? {} : { failure }),
    },
  }
}

interface SettledRunInput {
  readonly environment: Environment
  readonly request: EnvironmentRequest
  readonly run: Run
}

/** The events that lead from where the environment is to where the run ends it. */
function listEvents(
  environment: Environment,
  run: Run,
  { isComplete, end }: { readonly isComplete: boolean; readonly end: RunEnd },
): readonly EnvironmentEventType[] {
  const { state } = environment
  const started = startEvent(run)
  if (isComplete) {
    const begin = state === runningState(run) ? [] : [started]
    return [...begin, completeEvent(environment, run)]
  }
  if (state !== runningState(run)) {
    if (run.kind !== 'launch') return ['environment.change-declined']
    return [end === 'cancelled' ? 'environment.cancelled' : 'environment.launch-declined']
  }
  if (run.kind === 'launch') return ['environment.launch-failed']
  return [isEnding(run) ? 'environment.end-failed' : 'environment.update-failed']
}

/** The event that says that applying begins. */
export function startEvent(run: Pick<Run, 'kind'>): EnvironmentEventType {
  if (run.kind === 'launch') return 'environment.launch-started'
  return isEnding(run) ? 'environment.end-started' : 'environment.update-started'
}

/** The state of the environment while the run applies. */
export function runningState(run: Pick<Run, 'kind'>): Environment['state'] {
  if (run.kind === 'launch') return 'launching'
  return isEnding(run) ? 'ending' : 'updating'
}

function isEnding({ kind }: Pick<Run, 'kind'>): boolean {
  return kind === 'end' || kind === 'force-end'
}

function completeEvent(environment: Environment, { kind }: Run): EnvironmentEventType {
  switch (kind) {
    case 'launch':
      return 'environment.launched'
    case 'end':
      return 'environment.ended'
    case 'force-end':
      return mayHaveResources(environment) ? 'environment.force-ended' : 'environment.ended'
    case 'stop':
      return 'environment.stopped'
    // What is powered off stays so.
    case 'action':
      return environment.stoppedBy === undefined ? 'environment.updated' : 'environment.stopped'
    default:
      return 'environment.updated'
  }
}

function changesOf(environment: Environment, run: Run, isComplete: boolean): Partial<Environment> {
  if (!isComplete) return {}
  switch (run.kind) {
    case 'launch':
    case 'update':
    case 'start':
      return { ...run.target, stoppedBy: undefined }
    case 'stop': {
      const isPower = run.grains.some(({ goal }) => goal.kind === 'power-off')
      return { stoppedBy: isPower || mayHaveResources(environment) ? 'power-off' : 'destroy' }
    }
    default:
      return {}
  }
}

/** The first step that failed, in words. */
function findFailure(run: Run): Failure | undefined {
  for (const grain of run.grains) {
    const failed = grain.steps.find(({ state }) => state === 'failed')
    if (failed === undefined) continue
    const verb = failed.name === 'apply' ? grain.goal.kind : failed.name
    const { message = 'no reason is known', hint } = failed
    return { message: `"${grain.name}" failed at ${verb}: ${message}`, ...(hint && { hint }) }
  }
  return undefined
}

/** What a forced end leaves behind, for whoever has to look after it. */
function listLeft({ grains }: Environment) {
  const left = Object.entries(grains).flatMap(([grain, { mayHaveResources: may, resources }]) =>
    may ? [`${grain}: ${resources.map(({ address }) => address).join(' ') || 'unknown resources'}`] : [],
  )
  return left.length === 0 ? {} : { left: left.join('; ') }
}
