import { evaluate, type TerraformGrain } from '@groundplan/blueprint'
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
  const settingsOf = async (body: string, call = '') => {
    const { grains, inputs } = await composeRoot(provider(body, call))
    return { inputs, providers: (grains['net'] as TerraformGrain).spec.providers }
  }

  it('are those of the grain, and the region stays a field', async () => {
    const { inputs, providers } = await settingsOf('region = var.region')
    expect(inputs).toMatchObject({ region: { type: 'string' } })
    expect(providers).toEqual({
      aws: { source: 'hashicorp/aws', settings: { region: '{{ .inputs.region }}' } },
    })
  })

  it('are those of the configuration that the call is passed', async () => {
    const { providers } = await settingsOf('region = var.region', 'providers = { aws = aws.west }')
    expect(providers).toMatchObject({ aws: { settings: { region: 'us-west-2' } } })
  })

  it('may be passed on as they are, or to an alias', async () => {
    const passed = 'providers = { aws = aws, aws.other = aws.west }'
    const { providers } = await settingsOf('region = var.region', passed)
    expect(providers).toMatchObject({
      aws: { settings: { region: '{{ .inputs.region }}' } },
      'aws.other': { settings: { region: 'us-west-2' } },
    })
  })

  it('may have blocks, several of one type, and expressions in them', async () => {
    const { inputs, providers } = await settingsOf(`region = "eu-west-1"
  default_tags {
    tags = { Owner = "x", Region = "in-\${var.region}" }
  }
  assume_role {
    role_arn = "arn:x"
  }
  endpoints {
    s3 = "https://a"
  }
  endpoints {
    s3 = "https://b"
  }
  allowed_account_ids = ["1"]`)
    expect(Object.keys(inputs ?? {})).toEqual(['region'])
    expect(providers?.['aws']?.settings).toEqual({
      region: 'eu-west-1',
      default_tags: { tags: { Owner: 'x', Region: 'in-{{ .inputs.region }}' } },
      assume_role: { role_arn: 'arn:x' },
      endpoints: [{ s3: 'https://a' }, { s3: 'https://b' }],
      allowed_account_ids: ['1'],
    })
  })

  it('leave what they do not say to the space', async () => {
    const { providers } = await settingsOf('profile = "x"')
    expect(providers?.['aws']).toMatchObject({ settings: { profile: 'x' }, 'from-space': ['region'] })
  })

  it('of an alias take the place of its fields', async () => {
    const call = (passed: string) => `module "pair" {
  source    = "../pair"
  providers = { ${passed} }
}
`
    const west = 'provider "aws" {\n  alias  = "west"\n  region = "us-west-2"\n}\n'
    const given = await composeRoot(`${west}${call('aws = aws.west, aws.replica = aws.west')}`)
    expect(given.inputs).toBeUndefined()
    expect((given.grains['pair'] as TerraformGrain).spec.providers).toMatchObject({
      'aws.replica': { settings: { region: 'us-west-2' } },
    })
    const bare = 'provider "aws" {\n  alias = "west"\n}\n'
    const left = await composeRoot(`${bare}${call('aws.replica = aws.west')}`)
    expect(left.inputs).toBeUndefined()
    expect((left.grains['pair'] as TerraformGrain).spec.providers?.['aws.replica']).toEqual({
      source: 'hashicorp/aws',
    })
  })

  it('of providers that a module does not use are not those of its grain', async () => {
    const { providers } = await settingsOf('region = var.region\n}\nprovider "google" {\n  project = "p"')
    expect(Object.keys(providers ?? {})).toEqual(['aws'])
  })

  test.each([
    ['secret_key = "changeme"', 'secret'],
    ['client_secret = "changeme"', 'secret'],
    ['datadog_api_key = "changeme"', 'secret'],
    ['region = data.aws_region.here.name', 'data source'],
    ['dynamic "assume_role" {\n    for_each = []\n    content {}\n  }', '"dynamic"'],
    ['assume_role {\n    external_id = file("x")\n  }', '"external_id"'],
  ])('%j is an error with its place', async (body, what) => {
    const plan = await planRoot(provider(body))
    expect(plan.diagnostics).toMatchObject([
      { severity: 'error', rule: 'provider-setting', message: expect.stringContaining(what) },
    ])
    expect(plan.diagnostics[0]?.line).toBeGreaterThanOrEqual(4)
  })

  it.each([
    ['providers = { aws = google }', 'in place of another'],
    ['providers = { aws = aws.east }', 'does not configure it'],
  ])('%j is refused', async (call, reason) => {
    const { diagnostics } = await planRoot(provider('region = var.region', call))
    expect(diagnostics).toMatchObject([
      { severity: 'error', rule: 'providers', line: 13, message: expect.stringContaining(reason) },
    ])
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

test('a composition file keeps expressions, outputs, provider settings and the version', async () => {
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
