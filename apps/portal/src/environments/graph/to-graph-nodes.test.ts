import type { EnvironmentSnapshotView } from '@groundplan/api-client'
import { expect, it } from 'vitest'
import { toGraphNodes } from './to-graph-nodes.ts'

const known = [
  { name: 'network', after: [] },
  { name: 'app', after: ['network'] },
]
const grain = (name: string, count: number) => ({
  ...{ name, version: '1.0.0', mayHaveResources: count > 0 },
  resources: Array.from({ length: count }, (_, index) => ({ address: `thing.${index}`, type: 'thing' })),
})
const environment = (grains: readonly object[], more: object = {}) =>
  ({ grains, ...more }) as unknown as EnvironmentSnapshotView['environment']

it('without a run, parts say what they have', () => {
  const nodes = toGraphNodes(known, { environment: environment([grain('network', 2)]) })
  expect(nodes).toEqual([
    { name: 'network', after: [], label: '2 resources', tone: 'good' },
    { name: 'app', after: ['network'], label: 'Not created', tone: 'idle' },
  ])
  const stopped = environment([grain('network', 1), grain('app', 0)], { stoppedBy: 'power-off' })
  expect(toGraphNodes(known, { environment: stopped }).map(({ label }) => label)).toEqual([
    ...['1 resource, stopped', 'No resources'],
  ])
})

it('during a run, parts say how far they are; those that the blueprint no longer has are there, too', () => {
  const run = {
    grains: [
      { name: 'app', goal: 'apply', after: ['network'], steps: [{ name: 'plan', state: 'running' }] },
      { name: 'old', goal: 'destroy', after: [], steps: [{ name: 'apply', state: 'running' }] },
    ],
  } as unknown as EnvironmentSnapshotView['run']
  const given = { environment: environment([grain('network', 1), grain('old', 1), grain('gone', 0)]), run }
  expect(toGraphNodes(known, given).map(({ name, label }) => [name, label])).toEqual([
    ...[['network', '1 resource'] as const, ['app', 'Planning'] as const, ['old', 'Destroying'] as const],
  ])
})
