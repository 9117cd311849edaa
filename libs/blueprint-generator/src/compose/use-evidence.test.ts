import { expect, test } from 'vitest'
import { matchUses, readOrigins, readUses } from './use-evidence.ts'

test.each([
  ['aws_db_subnet_group.subnet_ids', 'aws_subnet.id', 'exact', true],
  ['aws_lb.subnets', 'aws_subnet.id', 'exact', false],
  ['aws_db_instance.vpc_security_group_ids', 'aws_security_group.id', 'suffix', true],
  ['aws_ecs_service.cluster', 'aws_ecs_cluster.arn', 'family', false],
  ['aws_ecs_service.cluster', 'aws_eks_cluster.arn', 'part', false],
  ['aws_security_group.vpc_id', 'aws_subnet.vpc_id', 'exact', true],
  ['aws_security_group.vpc_id', 'aws_subnet.id', 'miss', true],
  ['aws_security_group.name', 'aws_subnet.id', 'unknown', false],
])('what becomes %s and what comes from %s: %s', (use, origin, match, isSameKind) => {
  const [resource = '', argument = ''] = use.split('.')
  const [name = '', attribute] = origin.split('.')
  const uses = readUses([{ variable: 'x', resource, argument }])
  expect(matchUses(uses, readOrigins([{ kind: 'resource', name, attribute }]))).toEqual({ match, isSameKind })
})

test('the best agreement of all counts', () => {
  const uses = readUses([
    { variable: 'x', resource: 'aws_lb', argument: 'subnets' },
    { variable: 'x', resource: 'aws_ecs_service', argument: 'subnet_ids' },
  ])
  const origins = readOrigins([
    { kind: 'resource', name: 'aws_vpc', attribute: 'id' },
    { kind: 'module', name: 'net', attribute: 'subnet_ids' },
  ])
  expect(matchUses(uses, origins)).toEqual({ match: 'exact', isSameKind: true })
})
