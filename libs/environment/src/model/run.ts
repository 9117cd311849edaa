/**
 * A run carries out one request. Its steps are stored before it starts: for each grain *fetch, init, plan*, then *apply* and
 * *outputs*. A grain whose plan reads outputs of another one is planned when that one is applied, so a plan is shown grain by grain.
 */
import type { BlueprintVersion, EnvironmentTarget, Failure } from './environment.ts'
import type { GrainGoal } from './grain-goal.ts'
import type { RunKind } from './request-kinds.ts'

/** In order. */
export const stepNames = ['fetch', 'init', 'plan', 'apply', 'outputs'] as const

export type StepName = (typeof stepNames)[number]

export type StepState =
  | 'pending'
  | 'running'
  | 'done'
  | 'failed'
  /** Not needed, or not possible because of something else that failed. */
  | 'skipped'

export interface RunStep {
  readonly name: StepName
  readonly state: StepState
  /** How often it was begun. */
  readonly attempts: number
  readonly startedAt?: Date | undefined
  readonly endedAt?: Date | undefined
  /** Why it failed or was skipped, or what is special about it. */
  readonly message?: string | undefined
  /** What to do about a failure. */
  readonly hint?: string | undefined
}

export type PlanAction = 'create' | 'update' | 'replace' | 'destroy' | 'read' | 'run'

/** What would happen to one resource. */
export interface PlannedAction {
  readonly address: string
  readonly type: string
  readonly action: PlanAction
}

/** A plan as it is shown. What is applied is sealed beside it. */
export interface GrainPlan {
  readonly actions: readonly PlannedAction[]
  /** True if applying it changes outputs, even without actions. */
  readonly changesOutputs: boolean
  /** SHA-256 of the stored plan, in hexadecimal. */
  readonly digest: string
  /** Name of the sealed stored plan. */
  readonly sealed: string
  /** Absent until it is decided. Only what is `allowed` is applied. */
  readonly decision?: 'waiting' | 'allowed' | undefined
}

export interface RunGrain {
  readonly name: string
  readonly goal: GrainGoal
  /** Whose definition of the grain counts. */
  readonly blueprint: BlueprintVersion
  /** Grains that have to be complete before this one is applied and, unless it is destroyed, planned. */
  readonly after: readonly string[]
  readonly steps: readonly RunStep[]
  readonly plan?: GrainPlan | undefined
  /** True if its apply may have been cut off: the state is looked at before anything else is applied. */
  readonly cutOff?: true | undefined
}

export type RunStatus =
  /** Waits for its turn, see `chooseAdmissions`. */
  | 'queued'
  /** It is its turn; a job waits for a worker. */
  | 'admitted'
  | 'running'
  /** For an approval. No process and no job waits for it. */
  | 'waiting'
  | 'succeeded'
  | 'failed'
  | 'cancelled'

export interface Run {
  readonly id: string
  readonly environmentId: string
  readonly requestId: string
  readonly spaceId: string
  readonly kind: RunKind
  readonly target: EnvironmentTarget
  readonly grains: readonly RunGrain[]
  /** Ephemeral inputs that it was given. Their values are not stored with it. */
  readonly ephemeral: readonly string[]
  readonly status: RunStatus
  /** The pool of workers that it was given to at its latest turn; absent: the default pool. */
  readonly pool?: string | undefined
  readonly createdAt: Date
  readonly startedAt?: Date | undefined
  readonly endedAt?: Date | undefined
  readonly failure?: Failure | undefined
}

export function isRunOver({ status }: Pick<Run, 'status'>): boolean {
  return status === 'succeeded' || status === 'failed' || status === 'cancelled'
}

export function stepOf(grain: RunGrain, name: StepName): RunStep {
  const step = grain.steps.find((each) => each.name === name)
  if (step === undefined) throw new Error(`The grain "${grain.name}" has no step "${name}".`)
  return step
}

/** True if applying the plan would do nothing. */
export function isEmptyPlan({ actions, changesOutputs }: GrainPlan): boolean {
  return actions.length === 0 && !changesOutputs
}
