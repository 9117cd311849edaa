import { evaluate, isTerraformGrain } from '@groundplan/blueprint'
import { InputError } from '@groundplan/errors'
import { stringifyJson, type Json } from '@groundplan/terraform-type'
import type {
  GrainContext,
  GrainResult,
  GrainRunner,
  GrainSession,
  GrainTask,
  NewGrainPlan,
} from '../ports/grain-runner.ts'
import type { PlannedAction, StepName } from '../model/run.ts'

/** What exists because of one grain. */
export interface FakeGrain {
  /** Values by address. */
  readonly resources: Map<string, string>
  outputs: Record<string, Json>
  /** Counts changes, as a Terraform state does. */
  serial: number
  powered: boolean
}

/** Called before each step and between the changes of an apply: it may wait, fail or look. */
export type FakeHook = (place: {
  readonly step: StepName
  readonly task: GrainTask
  /** Only within an apply: how many changes are done. */
  readonly changes?: number | undefined
  readonly context: GrainContext
}) => Promise<void> | void

/**
 * A grain runner for tests, which keeps what it creates in memory. A grain has one resource for each name in its input `things`
 * (`thing.a` and so on), whose value is everything that the grain is given; its outputs are its inputs.
 */
export class InMemoryGrainRunner implements GrainRunner {
  /** By environment and grain. */
  readonly grains = new Map<string, FakeGrain>()
  /** What goes against the contract, such as applying twice without looking. */
  readonly violations: string[] = []
  readonly applies: string[] = []
  hook: FakeHook = () => {}
  readonly #applying = new Map<string, string>()
  readonly #unseen = new Set<string>()
  /** Counts deaths. */
  #life = 0

  open(task: GrainTask, context: GrainContext): GrainSession {
    const key = `${task.environmentId}/${task.grain}`
    const before = async (step: StepName) => {
      context.onLog(`${step} ${task.grain}`)
      await this.hook({ step, task, context })
      context.signal.throwIfAborted()
    }
    return {
      fetch: () => before('fetch'),
      init: () => before('init'),
      plan: async () => {
        await before('plan')
        this.#unseen.delete(key)
        return this.#plan(key, task)
      },
      apply: async (bytes) => {
        await before('apply')
        return this.#apply(key, bytes, task, context)
      },
      read: async () => {
        await before('outputs')
        return this.#read(key, task)
      },
      close: async () => {},
    }
  }

  /** Addresses that exist in an environment. */
  listResources(environmentId: string): readonly string[] {
    return [...this.grains].flatMap(([key, { resources }]) =>
      key.startsWith(`${environmentId}/`) ? [...resources.keys()].map((address) => `${key}: ${address}`) : [],
    )
  }

  /** Stops whatever is under way, as the death of a worker does: nothing of it happens any more. */
  kill(): void {
    this.#life += 1
    this.#applying.clear()
  }

  #grain(key: string): FakeGrain {
    const known = this.grains.get(key)
    if (known !== undefined) return known
    const fresh: FakeGrain = { resources: new Map(), outputs: {}, serial: 0, powered: true }
    this.grains.set(key, fresh)
    return fresh
  }

  #plan(key: string, task: GrainTask): NewGrainPlan {
    const { resources, outputs, serial } = this.#grain(key)
    const inputs = task.goal.kind === 'destroy' ? {} : readInputs(task)
    const actions = listActions(resources, inputs, task)
    const changesOutputs = task.goal.kind === 'apply' && stringifyJson(outputs) !== stringifyJson(inputs)
    const text = JSON.stringify({ actions, serial, value: stringifyJson(inputs), inputs })
    return { actions, changesOutputs, bytes: new TextEncoder().encode(text) }
  }

  async #apply(
    key: string,
    bytes: Uint8Array,
    task: GrainTask,
    context: GrainContext,
  ): Promise<'applied' | 'outdated'> {
    const grain = this.#grain(key)
    const plan = JSON.parse(new TextDecoder().decode(bytes)) as {
      readonly actions: readonly PlannedAction[]
      readonly serial: number
      readonly value: string
      readonly inputs: Record<string, Json>
    }
    if (this.#unseen.has(key)) this.violations.push(`${key} was applied again without looking`)
    for (const [other, runId] of this.#applying)
      if (other.startsWith(`${task.environmentId}/`) && (runId !== task.runId || other === key))
        this.violations.push(`${key} was applied by two at once`)
    if (plan.serial !== grain.serial) return 'outdated'
    const life = this.#life
    const live = () => (life === this.#life ? undefined : new Promise<never>(() => {}))
    this.#applying.set(key, task.runId)
    this.#unseen.add(key)
    this.applies.push(`${task.goal.kind} ${task.grain}`)
    try {
      for (const [changes, { address, action }] of plan.actions.entries()) {
        await this.hook({ step: 'apply', task, changes, context })
        await live()
        context.signal.throwIfAborted()
        grain.serial += 1
        if (action === 'destroy') grain.resources.delete(address)
        else if (action !== 'run') grain.resources.set(address, plan.value)
        if (action === 'run') grain.powered = task.goal.kind !== 'power-off'
        context.onLog(`${action} ${address}`)
      }
      grain.outputs = plan.inputs
      grain.serial += 1
    } finally {
      if (life === this.#life) this.#applying.delete(key)
    }
    return 'applied'
  }

  #read(key: string, { blueprint, grain: name }: GrainTask): GrainResult {
    const { resources, outputs } = this.#grain(key)
    const grain = blueprint.grains[name]
    const wanted = grain !== undefined && isTerraformGrain(grain) ? (grain.spec.outputs ?? []) : []
    return {
      resources: [...resources.keys()].map((address) => ({
        ...{ address, type: 'thing', id: `id-${address}` },
        connections: [{ kind: 'command', label: 'Shell', value: `open id-${address}` }],
      })),
      outputs: Object.fromEntries(
        wanted.map((output) => [
          output,
          { value: outputs[output] ?? null, secret: output.startsWith('secret') },
        ]),
      ),
    }
  }
}

function listActions(
  resources: ReadonlyMap<string, string>,
  inputs: Record<string, Json>,
  { goal }: GrainTask,
): readonly PlannedAction[] {
  if (goal.kind !== 'apply' && goal.kind !== 'destroy')
    return [...resources.keys()].map((address) => ({ address, type: 'thing', action: 'run' }))
  const things = goal.kind === 'destroy' ? [] : (inputs['things'] as readonly string[])
  const wanted = things.map((thing) => `thing.${thing}`)
  const value = stringifyJson(inputs)
  return [
    ...wanted.flatMap((address): PlannedAction[] => {
      const known = resources.get(address)
      if (known === value) return []
      return [{ address, type: 'thing', action: known === undefined ? 'create' : 'update' }]
    }),
    ...[...resources.keys()]
      .filter((address) => !wanted.includes(address))
      .map((address): PlannedAction => ({ address, type: 'thing', action: 'destroy' })),
  ]
}

function readInputs({ blueprint, grain: name, scope }: GrainTask): Record<string, Json> {
  const grain = blueprint.grains[name]
  if (grain === undefined || !isTerraformGrain(grain)) throw new InputError(`There is no grain "${name}".`)
  const pairs = (grain.spec.inputs ?? []).flatMap((pair) => Object.entries(pair))
  return Object.fromEntries(
    pairs.map(([key, value]) => {
      if (typeof value !== 'string') return [key, value]
      const evaluated = evaluate(value, scope)
      if (evaluated.ok) return [key, evaluated.value]
      throw new InputError(`${key}: ${evaluated.problem.message}`)
    }),
  )
}
