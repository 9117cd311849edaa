import { expect, it } from 'vitest'
import type { EnvironmentGrain, EnvironmentOutput } from '../model/environment.ts'
import { listConnections } from './list-connections.ts'

const output = (name: string, value: string | undefined, facts: Partial<EnvironmentOutput> = {}) => ({
  ...{ name, kind: 'regular' as const, value },
  ...facts,
})
const session = {
  kind: 'command',
  label: 'Session Manager',
  value: 'aws ssm start-session --target i-1',
} as const
const grain = (resources: EnvironmentGrain['resources']): EnvironmentGrain => ({
  ...{
    blueprint: { name: 'shop', version: '1.0.0' } as EnvironmentGrain['blueprint'],
    mayHaveResources: true,
  },
  ...{ resources, secretOutputs: [] },
})

it('lists links and addresses among the outputs, then what resources have', () => {
  const outputs = [
    output('site', 'https://shop.example.com', { description: 'The shop' }),
    output('database', 'jdbc:postgresql://db.example.com:5432/orders'),
    output('guide', 'docs/guide', { kind: 'link' }),
    ...[output('region', 'eu-west-1'), output('arn', 'arn:aws:s3:::a'), output('note', 'see https://a b')],
    output('password', undefined, { secret: true }),
  ]
  const grains = {
    web: grain([
      { address: 'aws_instance.web', type: 'aws_instance', id: 'i-1', connections: [session] },
      { address: 'aws_iam_role.web', type: 'aws_iam_role' },
    ]),
  }
  expect(listConnections({ outputs, grains })).toEqual([
    {
      ...{ kind: 'link', label: 'The shop', value: 'https://shop.example.com' },
      of: { kind: 'output', name: 'site' },
    },
    {
      ...{ kind: 'address', label: 'database', value: 'jdbc:postgresql://db.example.com:5432/orders' },
      of: { kind: 'output', name: 'database' },
    },
    { kind: 'address', label: 'guide', value: 'docs/guide', of: { kind: 'output', name: 'guide' } },
    {
      ...session,
      of: { kind: 'resource', grain: 'web', address: 'aws_instance.web', type: 'aws_instance' },
    },
  ])
})
