import { readModule } from '@groundplan/terraform-module'
import { expect, test } from 'vitest'
import { database, network, readTextPart, toFiles } from '../__fixtures__/read-text-module.ts'
import { composeBlueprint } from '../compose-blueprint.ts'
import { planFromRootModule } from './plan-from-root-module.ts'

async function planRoot(text: string) {
  const path = 'environments/shop'
  const files = toFiles(path, text)
  const module = await readModule({ path, files })
  const found = new Map([
    ['network', await readTextPart('network', network)],
    ['database', await readTextPart('database', database)],
  ])
  const source = { store: 'estate', path, commit: 'c'.repeat(40) }
  return planFromRootModule({ module, files, source }, ({ name }) => found.get(name))
}

const shop = `
variable "name" {
  type        = string
  description = "Name of the shop."
}
variable "tags" {
  type    = map(string)
  default = { team = "shop" }
}
locals {
  subnets = module.network.private_subnet_ids
  title   = local.short
  short   = "shop-db"
}
module "network" {
  source = "../network"
  name   = var.name
  tags   = var.tags
}
module "database" {
  source     = "../database"
  name       = local.title
  vpc_id     = module.network.vpc_id
  subnet_ids = local.subnets
  password   = var.name
  depends_on = [module.network]
}
`

test('module calls become parts, references wires, variables fields and constants constants', async () => {
  const plan = await planRoot(shop)
  expect(plan.diagnostics).toEqual([])
  expect(plan.wires).toMatchObject([
    {
      from: { output: 'vpc_id' },
      to: { input: 'vpc_id' },
      confidence: 1,
      reasons: ['as in environments/shop/main.tf:23'],
    },
    { from: { output: 'private_subnet_ids' }, to: { input: 'subnet_ids' } },
  ])
  expect(plan.leftOut).toEqual([{ grain: 'database', input: 'tags' }])
  const { inputs, grains } = composeBlueprint(plan, { name: 'shop' })
  expect(inputs).toEqual({
    // The password that it fills makes it a secret, and the database's rule does not count: its name is a constant.
    name: { type: 'string', description: 'Name of the shop.', sensitive: true },
    tags: { type: 'map(string)', description: 'Tags for every resource.', default: { team: 'shop' } },
  })
  expect(grains['database']).toMatchObject({
    'depends-on': 'network',
    spec: {
      inputs: [
        { name: 'shop-db' },
        { vpc_id: '{{ .grains.network.outputs.vpc_id }}' },
        { subnet_ids: '{{ .grains.network.outputs.private_subnet_ids }}' },
        { password: '{{ .inputs.name }}' },
      ],
    },
  })
})

test.each([
  [
    'module "network" {\n  source = "../network"\n  name   = "a-${terraform.workspace}"\n}',
    'computed-argument',
    3,
  ],
  [
    'variable "n" {}\nmodule "network" {\n  source = "../network"\n  count  = var.n ? 1 : 0\n  name   = "a"\n}',
    'repeated-call',
    4,
  ],
  [
    'variable "n" {}\nmodule "network" {\n  source = "../network"\n  for_each = var.n\n  name   = "a"\n}',
    'repeated-call',
    4,
  ],
  [
    'module "network" {\n  source = "../network"\n  providers = { aws = aws.b }\n  name   = "a"\n}',
    'providers',
    3,
  ],
  ['module "other" {\n  source = "example/other/aws"\n}', 'unknown-source', 1],
  ['module "network" {\n  source = "../network"\n  name   = "a"\n  nam = "a"\n}', 'undefined-input', 4],
  ['module "network" {\n  source = "../network"\n  name   = ["a"]\n}', 'constant', 3],
  ['resource "aws_vpc" "a" {}', 'beside', 1],
])('%j has the finding %s in line %i', async (text, rule, line) => {
  const { diagnostics } = await planRoot(text)
  expect(diagnostics).toMatchObject([{ rule, line, file: 'environments/shop/main.tf' }])
})

test('locals that lead to each other come to an end', async () => {
  const { diagnostics } = await planRoot(
    'locals {\n  a = local.b\n  b = local.a\n}\nmodule "network" {\n  source = "../network"\n  name   = local.a\n}',
  )
  expect(diagnostics).toMatchObject([{ rule: 'computed-argument' }])
})
