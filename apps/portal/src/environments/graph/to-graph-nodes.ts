import type { EnvironmentSnapshotView } from '@groundplan/api-client'
import type { Tone } from '../words/environment-words.ts'
import { resources } from '../words/plan-words.ts'
import { grainProgress } from '../words/grain-progress.ts'
import type { GraphNode } from './layout-graph.ts'

export interface StatedNode extends GraphNode {
  readonly label: string
  readonly tone: Tone
}

/**
 * The grains of an environment with how each is: how far the run is that is under way, otherwise what it has. Grains that only the run
 * or the environment knows, because the blueprint no longer has them, come last.
 */
export function toGraphNodes(
  known: readonly GraphNode[],
  { environment, run }: Pick<EnvironmentSnapshotView, 'environment' | 'run'>,
): readonly StatedNode[] {
  const names = new Set(known.map(({ name }) => name))
  const others = [
    ...(run?.grains ?? []),
    ...environment.grains.filter(({ mayHaveResources }) => mayHaveResources),
  ]
  const more = [...new Set(others.map(({ name }) => name))].filter((name) => !names.has(name))
  return [...known, ...more.map((name) => ({ name, after: [] }))].map(({ name, after }) => {
    const running = run?.grains.find((grain) => grain.name === name)
    return {
      name,
      after,
      ...(running === undefined ? restingState(name, environment) : grainProgress(running)),
    }
  })
}

function restingState(
  name: string,
  { grains, stoppedBy }: EnvironmentSnapshotView['environment'],
): { readonly label: string; readonly tone: Tone } {
  const grain = grains.find((each) => each.name === name)
  if (grain === undefined) return { label: 'Not created', tone: 'idle' }
  if (!grain.mayHaveResources) return { label: 'No resources', tone: 'over' }
  const label = resources(grain.resources.length)
  return stoppedBy === undefined ? { label, tone: 'good' } : { label: `${label}, stopped`, tone: 'idle' }
}
