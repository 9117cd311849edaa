import type { Caller } from '@groundplan/access'
import { displayActor } from '@groundplan/actor'
import { describeChange, plainQuote, sortChanges } from '@groundplan/blueprint'
import {
  findUnservedPool,
  listAllowedActs,
  listAllowedRequests,
  listConnections,
  listRecoveries,
  mayRequest,
  mayReveal,
  type Environment,
  type EnvironmentConnection,
  type EnvironmentRequest,
  type EnvironmentSnapshot,
  type GrainPlan,
  type GrainResource,
  type Recovery,
  type RequestAct,
  type RequestKind,
  type Run,
  type StoredLogLine,
  type UpgradePreview,
} from '@groundplan/environment'
import type { SpacePools } from './read-pools.ts'

/** An environment as clients see it, without secrets; times are ISO 8601. */
export interface EnvironmentView extends Pick<
  Environment,
  'id' | 'name' | 'state' | 'blueprint' | 'component' | 'labels' | 'stoppedBy' | 'outputs' | 'failure'
> {
  readonly space: string
  readonly owner: string
  readonly collaborators: readonly string[]
  readonly createdAt: string
  readonly endsAt?: string | undefined
  readonly inputs: Environment['inputs']['values']
  /** Names of the secret inputs that have a value. */
  readonly secretInputs: readonly string[]
  readonly mayHaveResources: boolean
  readonly grains: readonly GrainView[]
  /** How people reach it. */
  readonly connections: readonly EnvironmentConnection[]
}

export interface GrainView {
  readonly name: string
  readonly version: string
  readonly mayHaveResources: boolean
  readonly resources: readonly Omit<GrainResource, 'connections'>[]
}

export function toEnvironmentView(environment: Environment): EnvironmentView {
  const { id, name, state, blueprint, component, labels, stoppedBy, outputs, failure } = environment
  const { spaceId, owner, collaborators, createdAt, endsAt, inputs, mayHaveResources, grains } = environment
  return {
    ...{ id, name, state, blueprint, component, labels, stoppedBy, outputs, failure, mayHaveResources },
    ...{ space: spaceId, owner: displayActor(owner), collaborators: collaborators.map(displayActor) },
    ...{ createdAt: createdAt.toISOString(), endsAt: endsAt?.toISOString() },
    ...{ inputs: inputs.values, secretInputs: Object.keys(inputs.sealed) },
    grains: Object.entries(grains).map(([grain, facts]) => ({
      ...{ name: grain, version: facts.blueprint.version },
      mayHaveResources: facts.mayHaveResources,
      resources: facts.resources.map(({ connections: _, ...resource }) => resource),
    })),
    connections: listConnections(environment),
  }
}

/** A request as clients see it; times are ISO 8601. */
export interface EnvironmentRequestView extends Pick<
  EnvironmentRequest,
  'id' | 'environmentId' | 'status' | 'reason' | 'confirm' | 'decisions' | 'failure' | 'runId'
> {
  readonly kind: EnvironmentRequest['payload']['kind']
  readonly requestedBy: string
  readonly requestedAt: string
  readonly endedAt?: string | undefined
  readonly waitsFor?:
    | {
        readonly planHash: string
        readonly confirmation: boolean
        readonly approval: boolean
        /** Ephemeral inputs whose values have to be entered again. */
        readonly inputs: readonly string[]
        readonly since: string
      }
    | undefined
  readonly answers: readonly {
    readonly by: string
    readonly at: string
    readonly answer: 'approve' | 'reject'
    readonly comment?: string | undefined
  }[]
  /** How the caller can recover from it, if it failed. */
  readonly recoveries: readonly Recovery['kind'][]
  /** What the caller may do with it now. */
  readonly allowedActs: readonly RequestAct[]
}

export function toRequestView(
  request: EnvironmentRequest,
  environment: Environment,
  caller: Caller,
): EnvironmentRequestView {
  const { id, environmentId, status, reason, confirm, decisions, failure, payload, runId } = request
  const { waitsFor, answers } = request
  return {
    ...{ id, environmentId, status, reason, confirm, decisions, failure, runId, kind: payload.kind },
    ...{ requestedBy: displayActor(request.requestedBy), requestedAt: request.requestedAt.toISOString() },
    endedAt: request.endedAt?.toISOString(),
    waitsFor: waitsFor && { ...waitsFor, since: waitsFor.since.toISOString() },
    answers: answers.map(({ by, at, answer, comment }) => ({
      ...{ by: displayActor(by), at: at.toISOString(), answer, comment },
    })),
    recoveries: listRecoveries(environment, request)
      .filter((way) => way.kind === 'keep' || mayRequest(way.payload.kind, environment, caller))
      .map(({ kind }) => kind),
    allowedActs: listAllowedActs(request, environment, caller),
  }
}

/** A run with its plans as clients see it; times are ISO 8601. */
export interface EnvironmentRunView extends Pick<Run, 'id' | 'kind' | 'status' | 'failure'> {
  readonly blueprint: Run['target']['blueprint']
  readonly inputs: Run['target']['inputs']['values']
  readonly createdAt: string
  readonly startedAt?: string | undefined
  readonly endedAt?: string | undefined
  /** Present while it waits for a worker although none that is alive serves this pool, which its space demands. */
  readonly unservedPool?: string | undefined
  readonly grains: readonly {
    readonly name: string
    readonly goal: string
    readonly after: readonly string[]
    readonly steps: readonly {
      readonly name: string
      readonly state: string
      readonly startedAt?: string | undefined
      readonly endedAt?: string | undefined
      readonly message?: string | undefined
    }[]
    /** Absent until it is made. */
    readonly plan?: Pick<GrainPlan, 'actions' | 'changesOutputs' | 'decision'> | undefined
  }[]
}

export function toRunView(run: Run, pools: SpacePools): EnvironmentRunView {
  const { id, kind, status, failure, target, createdAt, startedAt, endedAt, grains } = run
  return {
    ...{ id, kind, status, failure, blueprint: target.blueprint, inputs: target.inputs.values },
    ...{ createdAt: createdAt.toISOString(), startedAt: startedAt?.toISOString() },
    endedAt: endedAt?.toISOString(),
    unservedPool: findUnservedPool(run, pools),
    grains: grains.map(({ name, goal, after, steps, plan }) => ({
      ...{ name, goal: goal.kind, after },
      steps: steps.map((step) => ({
        ...{ name: step.name, state: step.state, message: step.message },
        ...{ startedAt: step.startedAt?.toISOString(), endedAt: step.endedAt?.toISOString() },
      })),
      plan: plan && {
        ...{ actions: plan.actions, changesOutputs: plan.changesOutputs, decision: plan.decision },
      },
    })),
  }
}

export interface EnvironmentSnapshotView {
  readonly environment: EnvironmentView
  readonly request?: EnvironmentRequestView | undefined
  readonly run?: EnvironmentRunView | undefined
  /** The kinds of request that the caller may make now. */
  readonly allowedRequests: readonly RequestKind[]
  /** True if the caller may see secret outputs. */
  readonly mayReveal: boolean
}

export function toSnapshotView(
  { environment, request, run }: EnvironmentSnapshot,
  caller: Caller,
  pools: SpacePools,
): EnvironmentSnapshotView {
  return {
    environment: toEnvironmentView(environment),
    request: request && toRequestView(request, environment, caller),
    run: run && toRunView(run, pools),
    allowedRequests: listAllowedRequests(environment, run, caller),
    mayReveal: mayReveal(environment, caller),
  }
}

export function toLogLineView({ at, ...line }: StoredLogLine) {
  return { ...line, at: at.toISOString() }
}

/** What an upgrade would mean, in sentences. */
export function toUpgradeView({ from, to, changes, inputs }: UpgradePreview) {
  const described = sortChanges(changes).map((change) => ({
    ...{ level: change.level, rule: change.rule, text: describeChange(change, plainQuote) },
  }))
  return { from, to, changes: described, inputs }
}
