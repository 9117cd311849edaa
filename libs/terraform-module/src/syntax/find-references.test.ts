import { expect, test } from 'vitest'
import { findReferences } from './find-references.ts'

test.each([
  ['aws_vpc.this.id', ['aws_vpc.this.id']],
  ['var.network.vpc.subnets.ids', ['var.network.vpc.subnets']],
  ['aws_vpc.this[0].tags["Name"]', ['aws_vpc.this.tags']],
  ['module.db["a"].endpoint.host', ['module.db.endpoint.host']],
  ['data.aws_ami.linux.id', ['data.aws_ami.linux.id']],
  ['try(var.a, local.b)', ['var.a', 'local.b']],
  ['"${var.a}-${var.a}-${var.b}"', ['var.a', 'var.b']],
  ['[for s in aws_subnet.this : s.id if var.on]', ['aws_subnet.this', 's.id', 'var.on']],
  ['aws_subnet.this[*].id', ['aws_subnet.this.id']],
  ['aws_subnet.this[var.index].id', ['var.index', 'aws_subnet.this.id']],
  ['{ a = var.x, (var.y) = "z" }', ['a', 'var.x', 'var.y']],
  ['"constant"', []],
  ['true', []],
  ['not an expression at all', ['not']],
  ['aws_iam_access_key.mod.*.user', ['aws_iam_access_key.mod.user']],
  ['aws_iam_access_key.mod[*].user', ['aws_iam_access_key.mod.user']],
  ['aws_subnet.public.0.id', ['aws_subnet.public.id']],
  ['aws_subnet.public[0][1].id', ['aws_subnet.public.id']],
])('%s refers to %j', (expression, references) => {
  expect(findReferences(expression)).toEqual(references)
})
