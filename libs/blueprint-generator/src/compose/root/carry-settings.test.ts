import { evaluate } from '@groundplan/blueprint'
import { describe, expect, it, test } from 'vitest'
import { completePlan } from '../complete-plan.ts'
import { composeBlueprint } from '../compose-blueprint.ts'
import { printCompositionFile } from '../print-composition-file.ts'
import { readCompositionFile } from '../read-composition-file.ts'
import { composeRoot, planRoot, shop, sinkWith } from './__fixtures__/root-module.ts'

test("the root module's outputs keep their names, descriptions and sensitivity", async () => {
  const { outputs } = await composeRoot(`${shop}
output "network" {
  description = "The network."
  value       = module.net.vpc_id
}
output "secret" {
  value     = module.net.password
  sensitive = true
}
output "leaking" { value = "x-\${module.net.password}" }
output "all" { value = { ids = module.net.subnet_ids, name = "a-\${var.who}" } }
`)
  expect(outputs).toEqual({
    network: { value: '{{ .grains.net.outputs.vpc_id }}', description: 'The network.' },
    secret: { value: '{{ .grains.net.outputs.password }}', sensitive: true },
    leaking: { value: 'x-{{ .grains.net.outputs.password }}', sensitive: true },
    all: {
      value:
        '{ "ids": {{ .grains.net.outputs.subnet_ids | json }}, "name": "a-{{ .inputs.who | json_escape }}" }',
    },
  })
  const scope = { inputs: { who: '"me"' }, grains: { net: { outputs: { subnet_ids: ['s'] } } } }
  const printed = evaluate(outputs?.['all']?.value ?? '', scope)
  expect(printed.ok && JSON.parse(String(printed.value))).toEqual({ ids: ['s'], name: 'a-"me"' })
})

const provider = (body: string, call = '') => `
variable "region" { type = string }
provider "aws" {
  ${body}
}
provider "aws" {
  alias  = "west"
  region = "us-west-2"
}
module "net" {
  source = "../net"
  name   = "n"
  ${call}
}
`

describe('the settings of providers', () => {
  it('become environment variables of the grains, and the region stays a field', async () => {
    const { grains, inputs } = await composeRoot(provider('region = var.region'))
    expect(inputs).toMatchObject({ region: { type: 'string' } })
    expect(grains['net']?.spec).toMatchObject({ 'env-vars': [{ AWS_REGION: '{{ .inputs.region }}' }] })
  })

  it('are those of the configuration that the call is passed', async () => {
    const { grains } = await composeRoot(provider('region = var.region', 'providers = { aws = aws.west }'))
    expect(grains['net']?.spec).toMatchObject({ 'env-vars': [{ AWS_REGION: 'us-west-2' }] })
  })

  it('may be passed on as they are', async () => {
    const { grains } = await composeRoot(provider('region = var.region', 'providers = { aws = aws }'))
    expect(grains['net']?.spec).toMatchObject({ 'env-vars': [{ AWS_REGION: '{{ .inputs.region }}' }] })
  })

  test.each([
    ['default_tags {\n    tags = { Owner = "x" }\n  }', '"default_tags"'],
    ['assume_role {\n    role_arn = "arn:x"\n  }', '"assume_role"'],
    ['ignore_tags {\n  }', '"ignore_tags"'],
    ['allowed_account_ids = ["1"]', '"allowed_account_ids"'],
    ['secret_key = "changeme"', 'secret'],
    ['region = data.aws_region.here.name', 'data source'],
  ])('%j is an error with its place', async (body, what) => {
    const plan = await planRoot(provider(body))
    expect(plan.diagnostics).toMatchObject([
      { severity: 'error', rule: 'provider-setting', line: 4, message: expect.stringContaining(what) },
    ])
  })

  it('cannot be passed under another alias', async () => {
    const { diagnostics } = await planRoot(
      provider('region = var.region', 'providers = { aws.other = aws.west }'),
    )
    expect(diagnostics).toMatchObject([{ severity: 'error', rule: 'providers', line: 13 }])
  })
})

test('the required version of Terraform applies to every grain', async () => {
  const { grains } = await composeRoot(`terraform {\n  required_version = ">= 1.9"\n}\n${shop}`)
  expect(grains['net']?.spec).toMatchObject({ version: '>= 1.9' })
})

test('what the form cannot check or show is a finding', async () => {
  const { diagnostics } = await planRoot(`
terraform {
  backend "s3" {}
}
variable "who" {
  type = string
  validation {
    condition     = can(jsondecode(var.who))
    error_message = "No."
  }
}
module "net" {
  source = "../net"
  name   = var.who
}
`)
  expect(diagnostics).toMatchObject([
    { severity: 'warning', rule: 'beside', line: 3 },
    { severity: 'error', rule: 'root-validation' },
  ])
})

test('a composition file keeps expressions, outputs, environment variables and the version', async () => {
  const root = `terraform {\n  required_version = ">= 1.9"\n}\nprovider "aws" {\n  region = var.zone\n}\n${sinkWith('text = local.prefix')}output "o" {\n  value = module.net.vpc_id\n}\n`
  const plan = await planRoot(root)
  const parts = Object.fromEntries(plan.parts.map(({ grain }) => [grain, { module: grain }]))
  const text = printCompositionFile(plan, { name: 'shop', parts })
  const read = readCompositionFile('shop.compose.yaml', text)
  expect(read.diagnostics).toEqual([])
  const again = completePlan(plan.parts, read.choices, read.locate)
  expect(again.diagnostics).toEqual([])
  expect(composeBlueprint(again, { name: 'shop' })).toEqual(composeBlueprint(plan, { name: 'shop' }))
})
