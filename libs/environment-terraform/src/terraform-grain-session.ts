import { isTerraformGrain, type TerraformGrain } from '@groundplan/blueprint'
import type {
  GrainContext,
  GrainResult,
  GrainSession,
  GrainTask,
  NewGrainPlan,
} from '@groundplan/environment'
import { InputError } from '@groundplan/errors'
import type { RepositorySnapshot } from '@groundplan/scm'
import { resolveGrain } from '@groundplan/terraform-root'
import { TerraformFailure, type TerraformWorkspace } from '@groundplan/terraform-run'
import { readPower, switchPower } from './power-plan.ts'
import { requireResolved } from './require-resolved.ts'
import { decodePlan, encodePlan, type PowerChange } from './stored-plan.ts'
import { toTags, toTagVariables } from './to-tags.ts'
import { withRunRegion } from './with-run-region.ts'
import type { OpenedBackend, TerraformGrainOptions } from './terraform-grain-runner.ts'
import { toAction, toResource } from './to-grain-facts.ts'

/** One grain of one run. */
export class TerraformGrainSession implements GrainSession {
  readonly #task: GrainTask
  readonly #context: GrainContext
  readonly #options: TerraformGrainOptions
  readonly #grain: TerraformGrain
  #source: RepositorySnapshot | undefined
  #backend: OpenedBackend | undefined
  #variables: Readonly<Record<string, string>> = {}
  #workspace: TerraformWorkspace | undefined
  /** The lock file that the workspace has for certain: of a plan that was made in it, or that it was opened with. */
  #lockFile: string | undefined
  /** True if the backend did not take the state: whoever saves it later needs the way to it, and ends that. */
  #isUnsaved = false

  constructor(task: GrainTask, context: GrainContext, options: TerraformGrainOptions) {
    this.#task = task
    this.#context = context
    this.#options = options
    const grain = task.blueprint.grains[task.grain]
    if (grain === undefined || !isTerraformGrain(grain))
      throw new InputError(`The grain "${task.grain}" is not run by Terraform.`, {
        hint: 'Groundplan runs grains of the kinds terraform and opentofu only.',
      })
    this.#grain = grain
  }

  async fetch(): Promise<void> {
    this.#source ??= await this.#options.openSource(this.#grain.spec.source, this.#task, this.#context.signal)
  }

  async init(): Promise<void> {
    if (this.#workspace === undefined) await this.#openWorkspace(undefined)
  }

  async plan(): Promise<NewGrainPlan> {
    const power = this.#powerChange()
    return power === undefined ? this.#planTerraform() : this.#planPower(power)
  }

  async apply(bytes: Uint8Array): Promise<'applied' | 'outdated'> {
    const plan = decodePlan(bytes)
    if (plan.kind === 'power') {
      const state = await this.#requireWorkspace().readState(this.#commandOptions())
      await switchPower(plan, state.resources, this.#powerOptions())
      return 'applied'
    }
    // Planned by another worker, perhaps with other versions of the providers than there would be now.
    if (plan.lockFile !== this.#lockFile) await this.#openWorkspace(plan.lockFile)
    try {
      await this.#requireWorkspace().apply(plan.file, this.#commandOptions())
      return 'applied'
    } catch (error) {
      if (error instanceof TerraformFailure && error.unsavedState !== undefined) this.#isUnsaved = true
      else if (error instanceof TerraformFailure && error.reason === 'stale') return 'outdated'
      throw error
    }
  }

  async read(): Promise<GrainResult> {
    const { outputs, resources } = await this.#requireWorkspace().readState(this.#commandOptions())
    return {
      outputs: Object.fromEntries(
        Object.entries(outputs).map(([name, { value, isSensitive }]) => [
          name,
          { value, secret: isSensitive },
        ]),
      ),
      resources: resources.flatMap((resource) => toResource(resource, this.#options.describeResource) ?? []),
    }
  }

  async close(): Promise<void> {
    const open = [this.#workspace, this.#isUnsaved ? undefined : this.#backend, this.#source]
    this.#workspace = this.#backend = this.#source = undefined
    const closed = await Promise.allSettled(open.map((each) => each?.close()))
    const failed = closed.find((result) => result.status === 'rejected')
    if (failed !== undefined) throw failed.reason
  }

  async #planTerraform(): Promise<NewGrainPlan> {
    const mode = this.#task.goal.kind === 'destroy' ? 'destroy' : 'update'
    const planned = await this.#requireWorkspace().plan({ ...this.#commandOptions(), mode })
    this.#lockFile = planned.lockFile
    return {
      actions: planned.plan.changes.flatMap((change) => toAction(change) ?? []),
      changesOutputs: planned.plan.outputs.length > 0,
      bytes: encodePlan({ kind: 'terraform', file: planned.file, lockFile: planned.lockFile }),
    }
  }

  async #planPower(to: PowerChange): Promise<NewGrainPlan> {
    const { resources } = await this.#requireWorkspace().readState(this.#commandOptions())
    const { actions, targets } = await readPower(to, resources, this.#powerOptions())
    return { actions, changesOutputs: false, bytes: encodePlan({ kind: 'power', to, targets }) }
  }

  #powerChange(): PowerChange | undefined {
    const { goal } = this.#task
    switch (goal.kind) {
      case 'apply':
      case 'destroy':
        return undefined
      case 'power-on':
        return 'on'
      case 'power-off':
        return 'off'
      case 'restart':
        return 'restart'
      case 'action':
        throw new InputError(`The grain "${this.#task.grain}" has no action "${goal.action}".`)
    }
  }

  #powerOptions() {
    const { power, powerWait } = this.#options
    const { signal, onLog } = this.#context
    return { ...{ power, onLog, credentials: this.#variables }, wait: { ...powerWait, signal } }
  }

  /** Takes the place of the one before, if there is one. */
  async #openWorkspace(lockFile: string | undefined): Promise<void> {
    await this.fetch()
    const snapshot = this.#source
    if (snapshot === undefined) throw new Error('The code was not fetched.')
    await this.#workspace?.close()
    this.#workspace = undefined
    const { spaceId, blueprint, grain: name, scope, secretOutputs } = this.#task
    const tags = toTagVariables(toTags(this.#task))
    this.#variables = { ...tags, ...(await this.#options.openVariables(this.#task)) }
    const space = withRunRegion(await this.#options.findProviders(spaceId), this.#variables)
    const grain = resolveGrain(blueprint, name, { scope, secretOutputs, space })
    requireResolved(grain)
    if (this.#backend === undefined) {
      this.#backend = await this.#options.openBackend(this.#task, this.#context.signal)
      if (this.#backend.note !== undefined) this.#context.onLog(this.#backend.note)
    }
    const { kind, spec } = this.#grain
    this.#workspace = await this.#options.workspaces.open(
      {
        ...{ tool: kind === 'opentofu' ? 'tofu' : 'terraform', version: spec.version },
        ...{ snapshot, modulePath: spec.source.path, grain, backend: this.#backend.settings },
        owner: this.#backend.owner,
        ...{ credentials: this.#variables, lockFile },
      },
      this.#context.signal,
    )
    this.#lockFile = lockFile
    await this.#workspace.init(this.#commandOptions())
  }

  #requireWorkspace(): TerraformWorkspace {
    if (this.#workspace === undefined) throw new Error('The grain was not initialized.')
    return this.#workspace
  }

  #commandOptions() {
    const { signal, onLog } = this.#context
    return { signal, onEvent: ({ message }: { readonly message: string }) => logLines(message, onLog) }
  }
}

/** The log has one line at a time. */
function logLines(message: string, onLog: (line: string) => void): void {
  for (const line of message.split(/\r?\n/)) onLog(line)
}
