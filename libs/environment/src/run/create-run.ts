import type { Blueprint } from '@groundplan/blueprint'
import { InputError } from '@groundplan/errors'
import type {
  BlueprintVersion,
  Environment,
  EnvironmentGrain,
  EnvironmentTarget,
} from '../model/environment.ts'
import { isReversed, type GrainGoal } from '../model/grain-goal.ts'
import type { EnvironmentRequest } from '../model/environment-request.ts'
import { requestFacts, type RunKind } from '../model/request-kinds.ts'
import { orderGrains, reverseGraph, toGrainGraph, type GrainGraph } from './order-grains.ts'
import { stepNames, type Run, type RunGrain } from '../model/run.ts'

/** The blueprints that a run needs, each by its version. */
export type Definitions = (version: BlueprintVersion) => Blueprint

export interface NewRun {
  readonly id: string
  readonly at: Date
  readonly environment: Environment
  readonly request: EnvironmentRequest
  readonly target: EnvironmentTarget
  readonly ephemeral: readonly string[]
}

/**
 * The run that a request becomes, with all of its steps. Throws InputError if the blueprint cannot be launched or has not what the
 * request is about.
 */
export function createRun(
  { id, at, environment, request, target, ephemeral }: NewRun,
  definitions: Definitions,
): Run {
  const { run: kind } = requestFacts(request.payload.kind)
  if (kind === undefined) throw new Error(`The request "${request.payload.kind}" has no run.`)
  const grains = listWork({ kind, environment, request, target }, definitions)
  return {
    ...({ id, kind, target, grains, ephemeral, status: 'queued', createdAt: at } as const),
    ...{ environmentId: environment.id, requestId: request.id, spaceId: environment.spaceId },
  }
}

/** The versions whose blueprints {@link createRun} asks for. */
export function listVersions(
  environment: Environment,
  target: EnvironmentTarget,
): readonly BlueprintVersion[] {
  return [target.blueprint, ...Object.values(environment.grains).map(({ blueprint }) => blueprint)]
}

interface Work {
  readonly kind: RunKind
  readonly environment: Environment
  readonly request: EnvironmentRequest
  readonly target: EnvironmentTarget
}

function listWork(work: Work, definitions: Definitions): readonly RunGrain[] {
  const { kind, environment, request, target } = work
  const { payload } = request
  switch (kind) {
    case 'launch':
    case 'update':
      return listApplies(work, definitions)
    case 'start':
      return environment.stoppedBy === 'power-off'
        ? onExisting(environment, definitions, { kind: 'power-on' })
        : listApplies(work, definitions)
    case 'stop': {
      const isPower = payload.kind === 'stop' && payload.mode === 'power-off'
      return onExisting(environment, definitions, { kind: isPower ? 'power-off' : 'destroy' })
    }
    case 'restart': {
      const wanted = payload.kind === 'restart' ? payload.grains : undefined
      return onExisting(environment, definitions, { kind: 'restart' }, wanted)
    }
    case 'action': {
      if (payload.kind !== 'action') throw new Error('Only a request for an action becomes such a run.')
      const { grain, action, resource } = payload
      const goal: GrainGoal = {
        ...{ kind: 'action', action },
        ...(resource === undefined ? {} : { resource }),
      }
      const grains = onExisting(environment, definitions, goal, [grain])
      return grains.map((each) => ({ ...each, blueprint: target.blueprint }))
    }
    case 'end':
    case 'force-end':
      return onExisting(environment, definitions, { kind: 'destroy' })
  }
}

/** Everything of the target is applied; what it no longer has is destroyed after what used it was changed. */
function listApplies({ environment, target }: Work, definitions: Definitions): readonly RunGrain[] {
  const graph = toGrainGraph(definitions(target.blueprint))
  const applied = orderGrains(graph)
    .flat()
    .map((name) => toRunGrain(name, { kind: 'apply' }, target.blueprint, graph.get(name) ?? []))
  const removed = listExisting(environment).filter(([name]) => !graph.has(name))
  if (removed.length === 0) return applied
  const users = reverseGraph(readEarlierGraph(environment, definitions))
  return [
    ...applied,
    ...removed.map(([name, { blueprint }]) =>
      toRunGrain(name, { kind: 'destroy' }, blueprint, users.get(name) ?? []),
    ),
  ].map(withinRun)
}

/** The same goal for every grain that has resources, or for those that are named. */
function onExisting(
  environment: Environment,
  definitions: Definitions,
  goal: GrainGoal,
  wanted?: readonly string[],
): readonly RunGrain[] {
  const existing = listExisting(environment)
  const missing = wanted?.find((name) => !existing.some(([other]) => other === name))
  if (missing !== undefined) throw new InputError(`The environment has nothing called "${missing}".`)
  const graph = readEarlierGraph(environment, definitions)
  const order = isReversed(goal) ? reverseGraph(graph) : graph
  return existing
    .filter(([name]) => wanted?.includes(name) ?? true)
    .map(([name, { blueprint }]) => toRunGrain(name, goal, blueprint, order.get(name) ?? []))
    .map(withinRun)
}

function listExisting({ grains }: Environment): readonly (readonly [string, EnvironmentGrain])[] {
  return Object.entries(grains).filter(([, { mayHaveResources }]) => mayHaveResources)
}

/** Who needed whom when each grain was applied last. */
function readEarlierGraph(environment: Environment, definitions: Definitions): GrainGraph {
  const graph = new Map(
    Object.entries(environment.grains).map(([name, { blueprint }]) => {
      const needed = toGrainGraph(definitions(blueprint)).get(name) ?? []
      return [name, needed.filter((other) => Object.hasOwn(environment.grains, other))] as const
    }),
  )
  // Grains of different versions may contradict each other; whatever closes a circle is left out.
  const open = new Map<string, readonly string[]>()
  for (const [name, needed] of graph)
    open.set(
      name,
      needed.filter((other) => !reaches(open, other, name)),
    )
  return open
}

function reaches(graph: GrainGraph, from: string, to: string): boolean {
  const seen = new Set([from])
  for (const name of seen) {
    if (name === to) return true
    for (const next of graph.get(name) ?? []) seen.add(next)
  }
  return false
}

function toRunGrain(
  name: string,
  goal: GrainGoal,
  blueprint: BlueprintVersion,
  after: readonly string[],
): RunGrain {
  const steps = stepNames.map((step) => ({ name: step, state: 'pending', attempts: 0 }) as const)
  return { name, goal, blueprint, after, steps }
}

function withinRun(grain: RunGrain, _: number, all: readonly RunGrain[]): RunGrain {
  return { ...grain, after: grain.after.filter((name) => all.some((other) => other.name === name)) }
}
