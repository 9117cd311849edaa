import { stringifyJson, type Json } from '@groundplan/terraform-type'
import { describe, expect, it, test } from 'vitest'
import { readModule } from '../read-module.ts'
import { inspectModule } from './inspect-module.ts'
import type { InspectedVariable } from './module-inspection.ts'

/** The inspection as its JSON says it. */
async function inspect(files: Readonly<Record<string, string>>) {
  const sources = Object.entries(files).map(([name, text]) => ({
    path: `m/${name}`,
    bytes: new TextEncoder().encode(text),
  }))
  const module = await readModule({ path: 'm', files: sources })
  return JSON.parse(stringifyJson(inspectModule(module))) as ReturnType<typeof inspectModule>
}

async function inspectVariable(block: string): Promise<InspectedVariable> {
  const { variables } = await inspect({ 'main.tf': `variable "x" {\n${block}\n}\n` })
  if (variables.x === undefined) throw new Error('there is no variable')
  return variables.x
}

describe('inspectModule', () => {
  it('matches the output of terraform-config-inspect', async () => {
    const inspected = await inspect({
      'main.tf': `terraform {
  required_version = ">= 1.3"
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      version               = "~> 5.0"
      configuration_aliases = [aws.replica]
    }
  }
}
provider "aws" {
  alias   = "west"
  version = ">= 5.1"
}
provider "null" {}
resource "aws_vpc" "this" {
  provider = aws.west
}
data "aws_ami" "linux" {}
resource "terraform_data" "x" {}
module "db" {
  source  = "terraform-aws-modules/rds/aws"
  version = "6.0.0"
}
module "near" {
  source = "./near"
}
`,
      'outputs.tf':
        'output "id" {\n  description = "The id"\n  value = 1\n  sensitive = true\n}\noutput "b" {\n  value = 2\n}\n',
    })
    const pos = (line: number, filename = 'm/main.tf') => ({ filename, line })
    expect(inspected).toEqual({
      path: 'm',
      variables: {},
      outputs: {
        b: { name: 'b', pos: pos(6, 'm/outputs.tf') },
        id: { name: 'id', description: 'The id', sensitive: true, pos: pos(1, 'm/outputs.tf') },
      },
      required_core: ['>= 1.3'],
      required_providers: {
        aws: {
          source: 'hashicorp/aws',
          version_constraints: ['~> 5.0', '>= 5.1'],
          aliases: [{ name: 'aws', alias: 'replica' }],
        },
        null: {},
        terraform: {},
      },
      provider_configs: { 'aws.west': { name: 'aws', alias: 'west' }, null: { name: 'null' } },
      managed_resources: {
        'aws_vpc.this': {
          mode: 'managed',
          type: 'aws_vpc',
          name: 'this',
          provider: { name: 'aws', alias: 'west' },
          pos: pos(16),
        },
        'terraform_data.x': {
          mode: 'managed',
          type: 'terraform_data',
          name: 'x',
          provider: { name: 'terraform' },
          pos: pos(20),
        },
      },
      data_resources: {
        'data.aws_ami.linux': {
          mode: 'data',
          type: 'aws_ami',
          name: 'linux',
          provider: { name: 'aws' },
          pos: pos(19),
        },
      },
      module_calls: {
        db: { name: 'db', source: 'terraform-aws-modules/rds/aws', version: '6.0.0', pos: pos(21) },
        near: { name: 'near', source: './near', pos: pos(25) },
      },
      launch: {
        ...{ verdict: 'needs-settings', kind: 'reusable' },
        reasons: [
          {
            ...{ rule: 'provider-alias', effect: 'requires' },
            message: 'The module expects its caller to pass the provider configuration aws.replica.',
          },
        ],
      },
    })
  })

  it('omits empty values, except for the required maps', async () => {
    expect(Object.keys(await inspect({ 'main.tf': '' }))).toEqual([
      'path',
      'variables',
      'outputs',
      'required_providers',
      'managed_resources',
      'data_resources',
      'module_calls',
      'launch',
    ])
  })

  it('sorts by key', async () => {
    const { variables } = await inspect({ 'main.tf': 'variable "b" {}\nvariable "B" {}\nvariable "a" {}\n' })
    expect(Object.keys(variables)).toEqual(['B', 'a', 'b'])
  })

  it('joins the requirements of several terraform blocks', async () => {
    const requirement = (body: string) =>
      `terraform {\n  required_version = ">= 1"\n  required_providers {\n    aws = { ${body} }\n  }\n}\n`
    const { required_core, required_providers } = await inspect({
      'a.tf': requirement('version = "> 1"'),
      'b.tf': requirement('source = "hashicorp/aws", version = "< 9"'),
    })
    expect(required_core).toEqual(['>= 1', '>= 1'])
    expect(required_providers).toEqual({
      aws: { source: 'hashicorp/aws', version_constraints: ['> 1', '< 9'] },
    })
  })

  it('lists ephemeral resources separately, with their provider', async () => {
    const inspected = await inspect({ 'main.tf': 'ephemeral "random_password" "db" {}\n' })
    expect(inspected.ephemeral_resources).toHaveProperty(
      ['ephemeral.random_password.db', 'mode'],
      'ephemeral',
    )
    expect(inspected.managed_resources).toEqual({})
    expect(inspected.required_providers).toEqual({ random: {} })
  })

  it('merges override files', async () => {
    const { variables } = await inspect({
      'main.tf': 'variable "x" {\n  type = string\n  default = "a"\n}\n',
      'override.tf': 'variable "x" {\n  default = "b"\n}\n',
    })
    expect(variables.x).toMatchObject({
      type: 'string',
      default: 'b',
      pos: { filename: 'm/main.tf', line: 1 },
    })
  })

  it('reports problems with their position, and everything that could be read', async () => {
    const { variables, diagnostics } = await inspect({
      'bad.tf': 'variable "x" {\n  type = \n}\n',
      'main.tf': 'variable "y" {\n  type = "string"\n}\n',
    })
    expect(variables).toHaveProperty('y')
    expect(diagnostics).toEqual([
      {
        severity: 'error',
        summary: 'Invalid expression',
        detail: 'Expected the start of an expression, but found an invalid expression token.',
        pos: { filename: 'm/bad.tf', line: 2 },
      },
      {
        severity: 'warning',
        summary: 'Variable "y" uses the type syntax of Terraform 0.11.',
        detail: 'Remove the quotes and add the element type.',
        pos: { filename: 'm/main.tf', line: 2 },
      },
    ])
  })

  test.each(['__proto__', 'constructor', 'toString'])('a variable may be called %s', async (name) => {
    const inspected = await inspect({ 'main.tf': `variable "${name}" {}\n` })
    expect(Object.keys(inspected.variables)).toEqual([name])
  })
})

describe('variables', () => {
  test.each<[string, Partial<InspectedVariable>]>([
    ['', { default: null, required: true }],
    ['default = null', { default: null, required: false }],
    ['default = ""', { default: '', required: false }],
    ['default = false', { default: false, required: false }],
    ['type = list( string )', { type: 'list( string )' }],
    ['type = object({\n  a = string # the a\n})', { type: 'object({\n  a = string # the a\n})' }],
    ['type = "map"', { type: 'map' }],
    ['deprecated = "Use y."', { deprecated: 'Use y.' }],
    ['sensitive = true', { sensitive: true }],
    ['nullable = false\nephemeral = true', { nullable: false, ephemeral: true }],
    ['description = "a ${1}"', {}],
  ])('%s', async (block, expected) => {
    expect(await inspectVariable(block)).toMatchObject(expected)
  })

  it('omit keys without a value', async () => {
    expect(Object.keys(await inspectVariable('description = ""\nsensitive = false'))).toEqual([
      'name',
      'default',
      'required',
      'pos',
      'nullable',
      'ephemeral',
      'validations',
      'json_schema',
    ])
  })

  it('keep every digit of numbers', async () => {
    const bytes = new TextEncoder().encode(
      'variable "x" {\n  type = number\n  default = 12345678901234567890\n}\n',
    )
    const module = await readModule({ path: 'm', files: [{ path: 'm/main.tf', bytes }] })
    expect(stringifyJson(inspectModule(module))).toContain('"default":12345678901234567890')
  })

  it('mark the validations that the schema covers', async () => {
    const { validations, json_schema } = await inspectVariable(`type = number
validation {
  condition     = var.x > 0
  error_message = "Too small."
}
validation {
  condition     = var.x < var.y
  error_message = "Too big for \${var.y}."
}`)
    expect(validations).toEqual([
      { condition: 'var.x > 0', error_message: 'Too small.', constraint: true },
      { condition: 'var.x < var.y', error_message: 'Too big for y.', constraint: false },
    ])
    expect(json_schema).toMatchObject({ exclusiveMinimum: 0 })
  })
})

describe('json_schema', () => {
  const isPositive = 'validation {\n  condition = var.x > 0\n  error_message = "No."\n}\n'
  const isGiven = 'validation {\n  condition = var.x != null\n  error_message = "No."\n}\n'

  test.each<[string, Json]>([
    ['type = string', { type: ['string', 'null'] }],
    ['type = string\nnullable = false', { type: 'string' }],
    ['type = string\nnullable = false\ndefault = "a"', { type: ['string', 'null'], default: 'a' }],
    ['type = string\ndefault = null', { type: ['string', 'null'], default: null }],
    ['', {}],
    ['type = string\nsensitive = true', { type: ['string', 'null'], writeOnly: true }],
    ['type = string\ndescription = "The x."', { type: ['string', 'null'], description: 'The x.' }],
    [`type = number\n${isPositive}`, { type: 'number', exclusiveMinimum: 0 }],
    [`type = number\n${isGiven}`, { type: 'number' }],
    [
      `type = number\nnullable = false\ndefault = 1\n${isPositive}${isGiven}`,
      { type: ['number', 'null'], exclusiveMinimum: 0, default: 1 },
    ],
    [
      `type = number\nnullable = false\ndefault = 0\n${isPositive}`,
      { type: 'number', exclusiveMinimum: 0, default: 0 },
    ],
    [
      'type = object({ a = string, b = optional(number, 5) })',
      {
        type: ['object', 'null'],
        properties: { a: { type: ['string', 'null'] }, b: { type: ['number', 'null'], default: 5 } },
        required: ['a'],
      },
    ],
  ])('%s', async (block, expected) => {
    expect((await inspectVariable(block)).json_schema).toEqual(expected)
  })
})
