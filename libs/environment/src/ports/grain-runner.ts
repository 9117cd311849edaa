import type { Blueprint, ExpressionScope } from '@groundplan/blueprint'
import type { Json } from '@groundplan/terraform-type'
import type { BlueprintVersion, Environment, GrainResource } from '../model/environment.ts'
import type { PlannedAction } from '../model/run.ts'
import type { GrainGoal } from '../model/grain-goal.ts'

/** Everything that a tool needs to know of a grain. Holds secrets: never stored, never shown. */
export interface GrainTask {
  readonly spaceId: string
  readonly environmentId: string
  /** Who and what it is for, as tags of resources say it. */
  readonly belongsTo: Pick<Environment, 'name' | 'owner' | 'component'>
  readonly runId: string
  readonly blueprint: Blueprint
  readonly version: BlueprintVersion
  readonly grain: string
  readonly goal: GrainGoal
  /** What expressions read: every input of the blueprint, null if it is empty, and the outputs of the grains that come before. */
  readonly scope: ExpressionScope
  /** Outputs of other grains that are secret, as `grain.output`. */
  readonly secretOutputs: ReadonlySet<string>
}

export interface GrainContext {
  /** Aborted when the run is cancelled or its worker stops: the tool keeps its state and ends soon. */
  readonly signal: AbortSignal
  /** One line of the log, without a line break. */
  readonly onLog: (line: string) => void
}

/** A plan and what is needed to apply exactly it. */
export interface NewGrainPlan {
  readonly actions: readonly PlannedAction[]
  readonly changesOutputs: boolean
  /** Only the runner understands them; they may hold secrets. */
  readonly bytes: Uint8Array
}

export interface GrainResult {
  readonly outputs: Readonly<Record<string, { readonly value: Json; readonly secret: boolean }>>
  /** Everything that exists now. */
  readonly resources: readonly GrainResource[]
}

/**
 * Port: does the work of grains. Failures are PlatformErrors, whose messages have no secrets.
 *
 * Methods are called in the order of the steps. `fetch` and `init` are called again by a worker that continues the run of another
 * one, so they are cheap where there is nothing to do.
 */
export interface GrainRunner {
  /** Does nothing yet. */
  open(task: GrainTask, context: GrainContext): GrainSession
}

export interface GrainSession {
  /** Gets the code. */
  fetch(): Promise<void>
  /** Gets what the code needs. */
  init(): Promise<void>
  /** Looks at what exists, and changes nothing. Code that is not valid fails here. */
  plan(): Promise<NewGrainPlan>
  /** Applies a stored plan. `outdated`: what exists has changed since, and nothing was done. */
  apply(plan: Uint8Array): Promise<'applied' | 'outdated'>
  /** What exists now, without changing it. */
  read(): Promise<GrainResult>
  /** Removes what it put on the disk. */
  close(): Promise<void>
}
