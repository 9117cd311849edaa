import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { InputCheckRequest } from '@groundplan/terraform-run'
import type { Json } from '@groundplan/terraform-type'
import { hasTerraform, isRequired, useTemporaryDirectories } from '@groundplan/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TerraformPrograms } from '../programs/terraform-programs.ts'
import { CliInputChecker } from './cli-input-checker.ts'

const installed = await hasTerraform()
const skip = !installed && !isRequired('terraform')
if (skip) console.warn('Skipped: there is no terraform on PATH.')

const temporaryDirectory = useTemporaryDirectories()

const text = `
  terraform {
    required_providers {
      aws = { source = "hashicorp/aws", version = "~> 5.0" }
    }
  }
  variable "name" {
    type = string
    validation {
      condition     = length(var.name) > 3
      error_message = "The name is too short: \${var.name}."
    }
    validation {
      condition     = can(regex("^[a-z]+$", var.name))
      error_message = "The name has lower case letters only."
    }
  }
  variable "minimum" {
    type = number
    validation {
      condition     = var.minimum <= var.maximum
      error_message = "The minimum is not above the maximum."
    }
  }
  variable "maximum" {
    type    = number
    default = 10
  }
  variable "zones" {
    type     = map(object({ cidr = string, size = optional(number, 1) }))
    nullable = false
    default  = {}
    validation {
      condition     = alltrue([for zone in var.zones : zone.size <= local.largest])
      error_message = "No zone is larger than \${local.largest}."
    }
  }
  variable "password" {
    type      = string
    sensitive = true
    validation {
      condition     = length(var.password) >= 8
      error_message = "The password has 8 characters at least."
    }
  }
  variable "token" {
    type      = string
    ephemeral = true
    validation {
      condition     = startswith(var.token, "t-")
      error_message = "The token begins with t-."
    }
  }
  variable "account" {
    type = string
    validation {
      condition     = var.account == data.aws_caller_identity.this.account_id
      error_message = "It is another account."
    }
  }
  locals {
    base    = 2
    largest = local.base * 2
    unused  = data.aws_caller_identity.this.arn
  }
  data "aws_caller_identity" "this" {}
  resource "aws_vpc" "this" { cidr_block = "10.0.0.0/16" }
  output "arn" { value = aws_vpc.this.arn }
`
const module = (source: string, key = source): InputCheckRequest['module'] => ({
  key,
  readFiles: async () => [{ path: 'main.tf', bytes: new TextEncoder().encode(source) }],
})

describe.skipIf(skip)('CliInputChecker', () => {
  let directory: string
  let checker: CliInputChecker
  beforeAll(async () => {
    directory = await temporaryDirectory()
    checker = new CliInputChecker({ directory, programs: new TerraformPrograms(), mostWarm: 1 })
  })
  afterAll(() => checker?.close())

  const check = (values: Readonly<Record<string, Json>>, source = text) =>
    checker.check({ tool: 'terraform', module: module(source), values })

  it.each<[string, Readonly<Record<string, Json>>, object[]]>([
    ['nothing', {}, []],
    [
      'good values',
      { name: 'shop', minimum: 3, zones: { a: { cidr: 'x' } }, password: '12345678', token: 't-1' },
      [],
    ],
    [
      'each rule of each variable',
      { name: 'A', zones: { a: { cidr: 'x', size: 5 } } },
      [
        { variable: 'name', message: 'The name is too short: A.' },
        { variable: 'name', message: 'The name has lower case letters only.' },
        { variable: 'zones', message: 'No zone is larger than 4.' },
      ],
    ],
    [
      'rules about several variables',
      { minimum: 11 },
      [{ variable: 'minimum', message: 'The minimum is not above the maximum.' }],
    ],
    ['those again with another value', { minimum: 11, maximum: 12 }, []],
    ['the type', { minimum: 'many' }, [{ variable: 'minimum', message: 'A number is required.' }]],
    [
      'a type deep within',
      { zones: { a: { size: 1 } } },
      [{ variable: 'zones', message: 'Element "a": attribute "cidr" is required.' }],
    ],
    [
      'secret and ephemeral values',
      { password: 'hunter2', token: 'x' },
      [
        { variable: 'password', message: 'The password has 8 characters at least.' },
        { variable: 'token', message: 'The token begins with t-.' },
      ],
    ],
    [
      'texts as they are',
      { name: '${upper("a")}' },
      [{ variable: 'name', message: 'The name has lower case letters only.' }],
    ],
    ['empty fields and unknown names', { name: null, other: 3 }, []],
    ['more than a pipe holds', { name: 'a'.repeat(300_000) }, []],
  ])('checks %s', async (_, values, problems) => {
    const found = await check(values)
    const byText = (left: object, right: object) => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1)
    expect({ ...found, problems: 'problems' in found ? found.problems.toSorted(byText) : [] }).toEqual({
      ...{ kind: 'checked', problems: problems.toSorted(byText), unchecked: ['account'] },
    })
  })

  it('says why it cannot check', async () => {
    expect(await check({}, 'variable "a" { type = nonsense }')).toEqual({
      ...{ kind: 'unavailable', reason: expect.stringContaining('"nonsense" is not a valid type') },
    })
    const request = { tool: 'tofu', module: module(text), values: {} } as const
    const none = new CliInputChecker({
      directory,
      programs: new TerraformPrograms({ files: { tofu: ['no-such-tofu'] } }),
    })
    expect(await none.check(request)).toEqual({
      ...{ kind: 'unavailable', reason: 'OpenTofu is not installed on this machine.' },
    })
  })

  it('checks many forms at once, keeps few waiting, and leaves nothing', async () => {
    const sources = [1, 2, 3].map(
      (number) =>
        `variable "a" {\n  type = number\n  validation {\n    condition = var.a > ${number}\n    error_message = "More than ${number}."\n  }\n}\n`,
    )
    const found = await Promise.all([...sources, ...sources].map((source) => check({ a: 2 }, source)))
    expect(found.map((each) => ('problems' in each ? each.problems.length : each))).toEqual([
      0, 1, 1, 0, 1, 1,
    ])
    expect(await readdir(join(directory))).toHaveLength(1)
    await checker.close()
    expect(await readdir(directory)).toEqual([])
  })
})
