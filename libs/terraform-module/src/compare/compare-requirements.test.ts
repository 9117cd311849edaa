import fc from 'fast-check'
import { caseCount } from '@groundplan/testing'
import { describe, expect, it, test } from 'vitest'
import { compareModules } from './compare-modules.ts'
import { compare, versionOf } from './compare-modules.fixture.ts'

const vpc = (rest: string) => `resource "aws_vpc" "this" {\n${rest}\n}\n`

describe('conditions', () => {
  const variable = (condition: string) =>
    `variable "v" {\n  type = string\n  validation {\n    condition = ${condition}\n    error_message = "JSON, please."\n  }\n}\n`
  test.each<[name: string, before: string, after: string, changes: readonly string[]]>([
    [
      'a validation that only Terraform can check',
      'variable "v" {\n  type = string\n}\n',
      variable('can(jsondecode(var.v))'),
      ['condition-added var.v'],
    ],
    ['the same', variable('can(jsondecode(var.v))'), variable('can(jsondecode( var.v ))'), []],
    [
      'another',
      variable('can(jsondecode(var.v))'),
      variable('can(yamldecode(var.v))'),
      ['condition-changed var.v'],
    ],
    [
      'none',
      variable('can(jsondecode(var.v))'),
      'variable "v" {\n  type = string\n}\n',
      ['condition-removed var.v'],
    ],
    [
      'turned round',
      variable('length(jsondecode(var.v)) > 1'),
      variable('1 < length(jsondecode(var.v))'),
      [],
    ],
    ['the opposite of the opposite', variable('sha1(var.v) != "x"'), variable('!("x" == sha1(var.v))'), []],
    [
      'a part of it',
      variable('can(jsondecode(var.v)) && sha1(var.v) != "x"'),
      variable('sha1(var.v) != "x"'),
      ['condition-removed var.v'],
    ],
    [
      'one thing more',
      variable('sha1(var.v) != "x"'),
      variable('can(jsondecode(var.v)) && sha1(var.v) != "x"'),
      ['condition-changed var.v'],
    ],
    [
      'a rule that blueprints express',
      'variable "v" {\n  type = string\n}\n',
      variable('length(var.v) > 3'),
      [],
    ],
    [
      'a rule with a changed local',
      `locals {\n  min = 1\n}\n${variable('length(jsondecode(var.v)) > local.min')}`,
      `locals {\n  min = 2\n}\n${variable('length(jsondecode(var.v)) > local.min')}`,
      ['condition-changed var.v'],
    ],
    [
      'a precondition of a resource',
      vpc(''),
      vpc('lifecycle {\n  precondition {\n    condition = var.a > var.b\n    error_message = "No."\n  }\n}'),
      ['condition-added aws_vpc.this'],
    ],
    [
      'a precondition of an output',
      'output "o" {\n  value = 1\n}\n',
      'output "o" {\n  value = 1\n  precondition {\n    condition = false\n    error_message = "No."\n  }\n}\n',
      ['condition-added output.o'],
    ],
    [
      'a check',
      '',
      'check "c" {\n  assert {\n    condition = false\n    error_message = "No."\n  }\n}\n',
      ['check-changed check.c'],
    ],
  ])('%s', async (_, before, after, changes) => {
    expect(await compare(before, after)).toEqual(changes)
  })

  it('name what they say', async () => {
    const changes = compareModules(
      await versionOf('variable "v" {}\n'),
      await versionOf(variable('can(jsondecode(var.v))')),
    )
    expect(changes).toMatchObject([
      { message: 'It may refuse what was accepted: JSON, please.', position: { file: 'main.tf', line: 3 } },
    ])
  })
})

describe('values of outputs', () => {
  const output = (value: string) => `output "o" {\n  value = ${value}\n}\n`
  test.each<[before: string, after: string, changes: readonly string[]]>([
    ['aws_vpc.a.id', 'aws_vpc.a.arn', ['value-changed output.o']],
    ['{ a = 1 }', '{ a = 1, b = 2 }', ['value-extended output.o']],
    ['{ a = 1, b = 2 }', '{ b = 2 }', ['value-changed output.o']],
    ['{ a = 1, b = 2 }', '{\n b = 2\n a = 1\n}', []],
  ])('%s, then %s', async (before, after, changes) => {
    const found = await compare(output(before), output(after))
    expect(found).toEqual(changes)
  })
})

describe('requirements', () => {
  const terraform = (rest: string) => `terraform {\n${rest}\n}\n`
  const aws = (version: string, source = 'hashicorp/aws') =>
    terraform(`required_providers {\n  aws = { source = "${source}", version = "${version}" }\n}`)
  test.each<[name: string, before: string, after: string, changes: readonly string[]]>([
    [
      'newer Terraform',
      terraform('required_version = ">= 1.3"'),
      terraform('required_version = ">= 1.5.0"'),
      ['terraform-version-raised terraform'],
    ],
    [
      'any Terraform',
      terraform('required_version = ">= 1.3"'),
      terraform(''),
      ['terraform-version-changed terraform'],
    ],
    [
      'the same in other words',
      terraform('required_version = "~> 1.3"'),
      terraform('required_version = ">= 1.3, < 2.0"'),
      ['terraform-version-changed terraform'],
    ],
    [
      'no constraint at all',
      terraform('required_version = ">= 1"'),
      terraform('required_version = "latest"'),
      ['terraform-version-raised terraform'],
    ],
    ['a new major version', aws('~> 4.0'), aws('~> 5.0'), ['provider-major-changed provider.aws']],
    [
      'one more major version',
      aws('>= 4.0, < 6'),
      aws('>= 4.0, < 7'),
      ['provider-major-changed provider.aws'],
    ],
    ['a newer minor version', aws('>= 4.0'), aws('>= 4.9'), ['provider-version-changed provider.aws']],
    ['another source', aws('1.0'), aws('1.0', 'acme/aws'), ['provider-source-changed provider.aws']],
    ['the same source', aws('1.0'), aws('1.0', 'registry.terraform.io/hashicorp/aws'), []],
    [
      'another region',
      'provider "aws" {\n  region = "a"\n}\n',
      'provider "aws" {\n  region = "b"\n}\n',
      ['provider-settings-changed provider.aws'],
    ],
    [
      'another key of the state',
      terraform('backend "s3" {\n key = "a"\n}'),
      terraform('backend "s3" {\n key = "b"\n}'),
      ['state-moved terraform'],
    ],
    ['a state of its own', '', terraform('cloud {}'), ['state-moved terraform']],
    [
      'layout of the backend',
      terraform('backend "s3" {\n key = "a"\n}'),
      terraform('backend "s3" {\n  key   = "a" # here\n}'),
      [],
    ],
  ])('%s', async (_, before, after, changes) => {
    expect(await compare(before, after)).toEqual(changes)
  })
})

describe('required versions of a provider', () => {
  test('the oldest and the newest major version stay the same, or their change is breaking', async () => {
    let [majors, others] = [0, 0]
    await fc.assert(
      fc.asyncProperty(anyConstraints, anyConstraints, async (before, after) => {
        const [was, is] = [acceptedMajors(before), acceptedMajors(after)]
        fc.pre(was.length > 0 && is.length > 0 && before !== after)
        const changes = await compare(requiring(before), requiring(after))
        const isSame = was[0] === is[0] && was.at(-1) === is.at(-1)
        expect(changes).toEqual([`provider-${isSame ? 'version' : 'major'}-changed provider.aws`])
        if (isSame) others += 1
        else majors += 1
      }),
      { numRuns: caseCount(1_000) },
    )
    expect(Math.min(majors, others)).toBeGreaterThan(10)
  })
})

const requiring = (version: string) =>
  `terraform {\n  required_providers {\n    aws = {\n      source = "hashicorp/aws"\n      version = "${version}"\n    }\n  }\n}\n`

const anyConstraint = fc
  .tuple(
    fc.constantFrom('', '=', '>=', '>', '<', '<=', '~>', '!='),
    fc.constantFrom(['4'], ['5'], ['4', '0'], ['5', '2'], ['5', '0', '0'], ['4', '1', '2'], ['6', '0', '1']),
  )
  .map(([operator, version]) => `${operator} ${version.join('.')}`.trim())

const anyConstraints = fc
  .uniqueArray(anyConstraint, { minLength: 1, maxLength: 3 })
  .map((constraints) => constraints.join(', '))

/** The major versions, ascending, that all of the constraints accept, among small ones; the largest stands for all above. */
function acceptedMajors(constraints: string): readonly number[] {
  const small = [0, 1, 2, 3]
  return [0, 1, 2, 3, 4, 5, 6, 7].filter((major) =>
    small.some((minor) =>
      small.some((patch) =>
        constraints.split(', ').every((constraint) => accepts(constraint, [major, minor, patch])),
      ),
    ),
  )
}

/** Source: https://developer.hashicorp.com/terraform/language/expressions/version-constraints */
function accepts(constraint: string, version: readonly number[]): boolean {
  const [, operator = '', text = ''] = /^(\D*?) ?([\d.]+)$/.exec(constraint) ?? []
  const given = text.split('.').map(Number)
  const wanted = [...given, 0, 0].slice(0, 3)
  const order = version.map((part, index) => part - (wanted[index] ?? 0)).find((part) => part !== 0) ?? 0
  switch (operator) {
    case '>=':
      return order >= 0
    case '>':
      return order > 0
    case '<':
      return order < 0
    case '<=':
      return order <= 0
    case '!=':
      return order !== 0
    case '~>': {
      const fixed = given.slice(0, -1)
      return order >= 0 && fixed.every((part, index) => part === version[index])
    }
    default:
      return order === 0
  }
}
