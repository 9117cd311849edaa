import type { Caller } from '@groundplan/access'
import { ConflictError } from '@groundplan/errors'
import { stringifyJson, type JsonObject } from '@groundplan/terraform-type'
import { happen, type EnvironmentChange } from '../change/advance-environment.ts'
import { changeEnvironment } from '../change/change-environment.ts'
import { toEnvironmentEvent } from '../change/environment-event.ts'
import type { EnvironmentUpdate } from '../ports/environment-store.ts'
import type { Environment, EnvironmentTarget } from '../model/environment.ts'
import { askPolicies, describeReasons } from '../ports/policies.ts'
import type { PolicyDecision } from '../model/policy-decision.ts'
import { digestHex } from '../run/plan-hash.ts'
import type { EnvironmentRequest, RequestPayload } from '../model/environment-request.ts'
import { requestFacts } from '../model/request-kinds.ts'
import { createRun } from '../run/create-run.ts'
import { endOpenSteps } from '../run/give-up-run.ts'
import { settleRun } from '../run/settle-run.ts'
import { EnvironmentVault } from '../secrets/environment-vault.ts'
import type { SealedEntry } from '../model/sealed-entry.ts'
import { checkLimits, withDefaultEnd } from './check-limits.ts'
import { readDefinitions, type EnvironmentDependencies } from './environment-dependencies.ts'
import { requireRequest, requireState } from './require-environment.ts'

/** How long values of ephemeral inputs wait for a worker, in milliseconds. */
const ephemeralTime = 3600_000

/** A request that was checked and sealed, and what belongs to it. */
export interface PreparedRequest {
  readonly id: string
  readonly payload: RequestPayload
  readonly sealed?: readonly SealedEntry[] | undefined
  readonly ephemeral?: JsonObject | undefined
}

export interface SubmitOptions {
  /** True if the requester wants to see the plan before it is applied. */
  readonly confirm?: boolean | undefined
  readonly reason?: string | undefined
}

export interface SubmittedRequest {
  readonly environment: Environment
  /** Denied requests are results: their decisions say why. */
  readonly request: EnvironmentRequest
}

/**
 * Takes a request on its path: permission, state, policies, then its run or, for those without one, the change itself. `prepare` checks
 * and seals what the request brings, for the environment as it is. Throws NotFoundError, NotAllowedError, ConflictError or InputError.
 */
export async function submitRequest(
  environmentId: string,
  prepare: (environment: Environment) => Promise<PreparedRequest>,
  { caller, ...options }: SubmitOptions & { readonly caller: Caller },
  dependencies: EnvironmentDependencies,
): Promise<SubmittedRequest> {
  let request: EnvironmentRequest | undefined
  const environment = await changeEnvironment(
    environmentId,
    async (before) => {
      const update = await planRequest(before, prepare, { caller, options }, dependencies)
      request = update.requests?.at(-1)
      return update
    },
    dependencies.store,
  )
  if (request === undefined) throw new Error('A submitted request is on record.')
  return { environment, request }
}

interface RequestContext {
  readonly caller: Caller
  readonly options: SubmitOptions
}

/** Everything that a request changes at once, as one update. The last of its requests is the new one. */
export async function planRequest(
  before: Environment,
  prepare: (environment: Environment) => Promise<PreparedRequest>,
  { caller, options }: RequestContext,
  dependencies: EnvironmentDependencies,
): Promise<EnvironmentUpdate> {
  const at = dependencies.now()
  const prepared = await prepare(before)
  const { payload, id, sealed = [], ephemeral = {} } = prepared
  requireRequest(payload.kind, before, caller)
  const superseded = await supersede(before, payload, caller, dependencies)
  requireState(payload.kind, superseded.environment)
  const limits = (await dependencies.readLimits?.()) ?? {}
  const environment =
    payload.kind === 'launch' ? withDefaultEnd(superseded.environment, limits, at) : superseded.environment
  const target = targetOf(payload, environment)
  const asked: EnvironmentRequest = {
    ...{ id, environmentId: environment.id, payload, requestedBy: caller.actor, requestedAt: at },
    ...(options.reason === undefined ? {} : { reason: options.reason }),
    ...{ confirm: options.confirm ?? false, status: 'planning', decisions: [], answers: [] },
  }
  const { denial, capacity } = await checkLimits({ environment, payload, at }, limits, dependencies.store)
  const decision =
    denial ??
    (await askPolicies(dependencies.policies, {
      ...{ at: 'request', environment, request: asked, caller },
      ...(target === undefined ? {} : { target }),
    }))
  const request = { ...asked, decisions: [decision] }
  const others = superseded.requests ?? []
  if (decision.verdict === 'denied') return deny(before, request, decision)
  if (target === undefined) {
    const waits = decision.verdict === 'needs-approval'
    const changed = waits ? await waitForAnswer(superseded, request) : applyAtOnce(superseded, request, at)
    const held = waits ? {} : { capacity }
    return { ...superseded, ...changed, ...held, requests: [...others, changed.request] }
  }
  const definitions = await readDefinitions(environment, target, dependencies.catalog)
  const runId = crypto.randomUUID()
  const newRun = { id: runId, at, environment, request, target, ephemeral: Object.keys(ephemeral) }
  const run = createRun(newRun, definitions)
  const begun = happen(superseded, {
    ...{ event: payload.kind === 'launch' ? 'environment.launch-requested' : 'environment.change-requested' },
    ...{ runId, actor: caller.actor, at, requestId: id, context: { request: payload.kind } },
    // A draft is what was tried last; later on, an environment keeps what was complete last.
    ...(payload.kind === 'launch' ? { set: { ...target, endsAt: environment.endsAt } } : {}),
    ...(options.reason === undefined ? {} : { reason: options.reason }),
  })
  return {
    ...{ ...begun, capacity },
    requests: [...others, { ...request, runId }],
    runs: [...(superseded.runs ?? []), run],
    sealed: [...sealed, ...(await sealEphemeral(ephemeral, environment, runId, dependencies))],
  }
}

/** What the run works towards; `undefined` for requests without a run. */
function targetOf(payload: RequestPayload, environment: Environment): EnvironmentTarget | undefined {
  if (requestFacts(payload.kind).run === undefined) return undefined
  const { blueprint, inputs } = environment
  switch (payload.kind) {
    case 'launch':
      return { blueprint, inputs: payload.inputs ?? inputs }
    case 'update':
      return { blueprint, inputs: payload.inputs }
    case 'upgrade':
      return { blueprint: payload.blueprint, inputs: payload.inputs }
    default:
      return { blueprint, inputs }
  }
}

type Superseded = EnvironmentChange &
  Pick<EnvironmentUpdate, 'requests' | 'runs'> & { readonly events: EnvironmentChange['events'] }

/** Cancels a request that waits for an approval, if this one goes before it. */
async function supersede(
  environment: Environment,
  { kind }: RequestPayload,
  { actor }: Caller,
  { store, now }: EnvironmentDependencies,
): Promise<Superseded> {
  const unchanged = { environment, events: [] }
  const { runId } = environment
  const { supersedes, run: needsRun } = requestFacts(kind)
  if (runId === undefined || (needsRun === undefined && supersedes !== true)) return unchanged
  const run = await store.findRun(runId)
  const request = run && (await store.findRequest(run.requestId))
  if (run?.status !== 'waiting' || request === undefined || supersedes !== true) {
    throw new ConflictError(`Another request for the environment "${environment.name}" is in progress.`, {
      hint: 'Wait until it is done, or cancel it.',
    })
  }
  const message = `Another request (${kind}) went before it.`
  const ended = endOpenSteps(run, message, now())
  const settled = settleRun(
    { environment, request, run: ended },
    { at: now(), by: actor, end: 'cancelled', failure: { message } },
  )
  const { events } = settled
  return { environment: settled.environment, events, requests: [settled.request], runs: [settled.run] }
}

/** Nothing changes but that it is on record. */
function deny(before: Environment, request: EnvironmentRequest, decision: PolicyDecision): EnvironmentUpdate {
  const { requestedAt: at, requestedBy: actor, id: requestId, payload } = request
  const message = describeReasons(decision) || 'A policy denied it.'
  const context = { request: payload.kind }
  const event = toEnvironmentEvent(before, before, {
    ...{ type: 'environment.request-denied', actor, at, requestId, context, reason: message },
  })
  const denied = { ...request, status: 'denied', endedAt: at, failure: { message } } as const
  return { environment: before, requests: [denied], events: [event] }
}

type Changed = EnvironmentChange & { readonly request: EnvironmentRequest }

async function waitForAnswer(change: EnvironmentChange, request: EnvironmentRequest): Promise<Changed> {
  const { requestedAt: at, requestedBy: actor, id: requestId, payload } = request
  const planHash = await hashPayload(payload)
  const type = 'environment.request-waiting' as const
  const context = { request: payload.kind, planHash }
  const { environment } = change
  const event = toEnvironmentEvent(environment, environment, { type, actor, at, requestId, context })
  const waitsFor = { planHash, confirmation: false, approval: true, inputs: [], since: at }
  return {
    environment,
    events: [...change.events, event],
    request: { ...request, status: 'waiting-for-approval', waitsFor },
  }
}

/** SHA-256 of what somebody approves, in hexadecimal, for requests without a plan. */
export function hashPayload(payload: RequestPayload): Promise<string> {
  return digestHex(new TextEncoder().encode(stringifyJson(payload)))
}

/** A request without a run is done at once. */
export function applyAtOnce(change: EnvironmentChange, request: EnvironmentRequest, at: Date): Changed {
  const { payload, requestedBy: actor, id: requestId, reason } = request
  const { event } = requestFacts(payload.kind)
  if (event === undefined) throw new Error(`The request "${payload.kind}" has a run.`)
  const happened = happen(change, {
    ...{ event, actor, at, requestId, set: changesOf(payload) },
    ...(reason === undefined ? {} : { reason }),
  })
  const { waitsFor: _, ...rest } = request
  return { ...happened, request: { ...rest, status: 'done', endedAt: at } }
}

function changesOf(payload: RequestPayload): Partial<Environment> {
  switch (payload.kind) {
    case 'extend':
      return { endsAt: payload.endsAt }
    case 'transfer':
      return { owner: payload.owner }
    case 'rename':
      return { name: payload.name }
    case 'share':
      return { collaborators: payload.collaborators }
    default:
      return {}
  }
}

/** What the run needs of them until a worker takes it. */
export async function sealEphemeral(
  ephemeral: JsonObject,
  { id }: Pick<Environment, 'id'>,
  runId: string,
  dependencies: Pick<EnvironmentDependencies, 'spaceId' | 'store' | 'findMasterKeys' | 'now'>,
): Promise<readonly SealedEntry[]> {
  if (Object.keys(ephemeral).length === 0) return []
  const vault = new EnvironmentVault(dependencies.spaceId, dependencies)
  const entry = await vault.sealJson(ephemeral, { environmentId: id, kind: 'ephemeral', name: runId })
  return [{ ...entry, expiresAt: new Date(dependencies.now().getTime() + ephemeralTime) }]
}
