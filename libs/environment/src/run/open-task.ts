import type { Blueprint } from '@groundplan/blueprint'
import type { Json, JsonObject } from '@groundplan/terraform-type'
import type { BlueprintVersion, Environment, EnvironmentInputs } from '../model/environment.ts'
import type { GrainTask } from '../ports/grain-runner.ts'
import { openInputs } from '../inputs/input-values.ts'
import { namesOf, openOutputs } from './open-scope.ts'
import type { EnvironmentVault } from '../secrets/environment-vault.ts'
import type { Run, RunGrain } from '../model/run.ts'

export interface TaskSources {
  readonly run: Run
  readonly environment: Environment
  readonly definitionOf: (version: BlueprintVersion) => Promise<Blueprint>
  readonly vault: EnvironmentVault
  /** Values of ephemeral inputs that this run was given. */
  readonly ephemeral: JsonObject
}

export interface OpenedTask {
  readonly task: GrainTask
  /** Values that must not show in a log. */
  readonly secrets: readonly Json[]
}

/** Everything that a tool needs for a grain, with all secrets open. */
export async function openTask(grain: RunGrain, sources: TaskSources): Promise<OpenedTask> {
  const { run, environment, definitionOf, vault, ephemeral } = sources
  const blueprint = await definitionOf(grain.blueprint)
  const inputs = inputsOf(grain, run, environment)
  const opened = await openInputs({ inputs, blueprint, ephemeral }, environment.id, vault)
  const outputs = await openOutputs(environment, vault)
  const secretOutputs = Object.entries(environment.grains).flatMap(([name, { secretOutputs: secret }]) =>
    secret.map((output) => `${name}.${output}`),
  )
  const hidden = Object.entries(environment.grains).flatMap(([name, { secretOutputs: secret }]) =>
    secret.flatMap((output) => outputs[name]?.outputs[output] ?? []),
  )
  return {
    task: {
      ...{ spaceId: run.spaceId, environmentId: environment.id, runId: run.id },
      belongsTo: { name: environment.name, owner: environment.owner, component: environment.component },
      ...{ blueprint, version: grain.blueprint, grain: grain.name, goal: grain.goal },
      scope: { inputs: opened.values, grains: outputs, environment: namesOf(environment) },
      secretOutputs: new Set(secretOutputs),
    },
    secrets: [...Object.values(opened.secret), ...hidden],
  }
}

/** A grain of an earlier version is destroyed with the inputs that it was created with. */
function inputsOf({ blueprint }: RunGrain, { target }: Run, environment: Environment): EnvironmentInputs {
  return blueprint.version === target.blueprint.version ? target.inputs : environment.inputs
}
