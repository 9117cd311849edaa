import { expect, test } from 'vitest'
import { readModule } from '../read-module.ts'

async function usesOf(text: string): Promise<readonly string[]> {
  const files = [{ path: 'main.tf', bytes: new TextEncoder().encode(text) }]
  const { uses } = await readModule({ path: '.', files })
  return uses.map(({ variable, resource, argument }) => `${variable} > ${resource}.${argument}`)
}

const locals = 'locals {\n  all = concat(var.own, var.other)\n}\n'

test.each([
  ['subnet_ids = var.own', ['own > aws_x.subnet_ids']],
  ['subnet_ids = local.all', ['own > aws_x.subnet_ids', 'other > aws_x.subnet_ids']],
  ['subnet_ids = compact([var.own, var.other])', ['own > aws_x.subnet_ids', 'other > aws_x.subnet_ids']],
  ['network {\n  vpc_id = var.own\n}', ['own > aws_x.vpc_id']],
  ['vpc_id = var.own ? var.other : null', ['other > aws_x.vpc_id']],
  ['vpc_id = "${var.own}"', ['own > aws_x.vpc_id']],
  ['name = "${var.own}-x"', []],
  ['count = var.own', []],
  ['lifecycle {\n  ignore_changes = var.own\n}', []],
  ['vpc_id = aws_vpc.this.id', []],
])('%s: %j', async (body, expected) => {
  expect(await usesOf(`${locals}resource "aws_x" "this" {\n  ${body}\n}\n`)).toEqual(expected)
})

test('only the first uses of a variable are kept', async () => {
  const resources = Array.from(
    { length: 20 },
    (_, index) => `resource "aws_x${index}" "x" {\n  a = var.own\n}\n`,
  )
  expect(await usesOf(resources.join(''))).toHaveLength(8)
})
