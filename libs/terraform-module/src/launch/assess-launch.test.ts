import { describe, expect, it } from 'vitest'
import { readModule } from '../read-module.ts'
import { assessLaunch } from './assess-launch.ts'
import type { LaunchAssessment } from './launch-assessment.ts'

async function assess(
  text: string,
  others: Readonly<Record<string, string>> = {},
): Promise<LaunchAssessment> {
  const files = Object.entries({ 'main.tf': text, ...others }).map(([path, content]) => ({
    path,
    bytes: new TextEncoder().encode(content),
  }))
  return assessLaunch(await readModule({ path: '.', files }))
}

const requirement = (rest: string) => `terraform {\n  required_providers {\n    ${rest}\n  }\n}\n`

// The verdicts are those of `terraform init -backend=false && terraform validate` 1.11, but for settings that only a plan needs.
describe('assessLaunch', () => {
  it.each([
    ['nothing but variables and outputs', 'variable "a" {}\noutput "b" {\n  value = var.a\n}\n'],
    ['a provider that needs no settings', 'resource "random_pet" "a" {}\n'],
    [
      'settings of its provider',
      'provider "aws" {\n  region = "eu-west-1"\n}\nresource "aws_s3_bucket" "a" {}\n',
    ],
    [
      'a secret output that is declared so',
      'resource "random_password" "a" {}\noutput "b" {\n  value = random_password.a.result\n  sensitive = true\n}\n',
    ],
    [
      'what is revealed on purpose',
      'variable "p" {\n  sensitive = true\n}\noutput "b" {\n  value = nonsensitive(var.p)\n}\n',
    ],
    [
      'an alias that it configures itself',
      `${requirement('aws = { source = "hashicorp/aws" }')}provider "aws" {\n  region = "a"\n}\nprovider "aws" {\n  alias = "b"\n}\nresource "aws_s3_bucket" "a" {\n  provider = aws.b\n}\n`,
    ],
  ])('%s is launchable', async (_, text) => {
    expect(await assess(text)).toMatchObject({ verdict: 'launchable', reasons: [] })
  })

  it.each([
    ['own-state', 'terraform {\n  backend "s3" {}\n}\n', 'in the backend "s3"'],
    ['own-state', 'terraform {\n  cloud {}\n}\n', 'in HCP Terraform'],
    [
      'provider-alias',
      requirement('tf = { source = "x/y", configuration_aliases = [tf.replica] }'),
      'the provider configuration tf.replica',
    ],
    ['provider-alias', 'resource "random_pet" "a" {\n  provider = random.b\n}\n', 'random.b'],
    ['provider-settings', 'resource "aws_s3_bucket" "a" {}\n', 'The provider aws needs a region'],
    [
      'provider-settings',
      requirement('azure = { source = "hashicorp/azurerm" }'),
      'The provider azure needs a block `features {}`',
    ],
    [
      'secret-output',
      'variable "p" {\n  sensitive = true\n}\nlocals {\n  a = "x${var.p}"\n}\noutput "o" {\n  value = local.a\n}\n',
      'contains var.p',
    ],
    [
      'secret-output',
      'resource "random_password" "a" {\n  count = 1\n}\noutput "o" {\n  value = random_password.a[0].result\n}\n',
      'contains random_password.a.result',
    ],
    [
      'secret-output',
      'resource "tls_private_key" "a" {}\noutput "o" {\n  value = tls_private_key.a\n}\n',
      'contains tls_private_key.a',
    ],
    [
      'ephemeral-output',
      'variable "p" {\n  default = 1\n  ephemeral = true\n}\noutput "o" {\n  value = var.p\n  ephemeral = true\n}\n',
      'Output "o"',
    ],
    ['ephemeral-variable', 'variable "p" {\n  ephemeral = true\n}\n', 'Variable "p"'],
  ])('needs settings: %s', async (rule, text, message) => {
    const { verdict, reasons } = await assess(text)
    expect(verdict).toBe('needs-settings')
    expect(reasons).toMatchObject([{ rule, effect: 'requires', message: expect.stringContaining(message) }])
  })

  it.each([
    ['variable "version" {}\n', '"version" is reserved'],
    ['variable "a" {\n  type = list(number)\n  default = false\n}\n', 'does not have the type'],
    ['variable "a" {\n  default = var.b\n}\n', 'must be a constant'],
    ['variable "a" {\n', ''],
  ])('is not launchable: %j', async (text, message) => {
    const { verdict, reasons } = await assess(text)
    expect(verdict).toBe('not-launchable')
    expect(reasons[0]).toMatchObject({
      rule: 'invalid-configuration',
      message: expect.stringContaining(message),
      position: { file: 'main.tf', line: expect.any(Number) },
    })
  })

  it('is not launchable with undeclared references', async () => {
    const text = `
      locals {
        a = [for data in [{ a = { b = 1 } }] : data.a.b]
        b = data.aws_ami.missing.id
      }
      output "o" {
        value = [var.missing, local.a, local.missing, each.value, path.module, terraform.workspace, aws_vpc.missing.id]
      }
      module "m" {
        source = "./m"
        x = module.missing.id
      }
      data "aws_ami" "there" {}
      output "p" {
        value = data.aws_ami.there.id
      }`
    const { verdict, reasons } = await assess(text)
    expect(verdict).toBe('not-launchable')
    const undeclared = reasons.filter(({ rule }) => rule === 'undeclared-reference')
    expect(undeclared.map(({ message }) => /refers to (\S+),/.exec(message)?.[1])).toEqual([
      ...['data.aws_ami.missing', 'var.missing', 'local.missing', 'aws_vpc.missing', 'module.missing'],
    ])
  })

  it('is not launchable with a Terraform that is not allowed', async () => {
    const bytes = new TextEncoder().encode('terraform {\n  required_version = ">= 1.9"\n}\n')
    const module = await readModule({ path: '.', files: [{ path: 'main.tf', bytes }] })
    expect(assessLaunch({ ...module, allowedTerraform: '>= 1.5, < 2.0' }).verdict).toBe('launchable')
    expect(assessLaunch({ ...module, allowedTerraform: '>= 1.5, < 1.9' })).toMatchObject({
      verdict: 'not-launchable',
      reasons: [{ rule: 'terraform-version', message: expect.stringContaining('">= 1.5, < 1.9"') }],
    })
  })

  it('mentions values files, which require no action', async () => {
    const files = { 'terraform.tfvars': 'a = 1', 'x.auto.tfvars.json': '{}', 'example.tfvars': '' }
    const { verdict, reasons } = await assess('variable "a" {}\n', files)
    expect(verdict).toBe('launchable')
    expect(reasons.map(({ rule, effect, position }) => [rule, effect, position?.file])).toEqual([
      ['value-file', 'mentions', 'terraform.tfvars'],
      ['value-file', 'mentions', 'x.auto.tfvars.json'],
    ])
  })

  it('distinguishes root modules from reusable ones, and lists the most severe reason first', async () => {
    const reusable = await assess('provider "aws" {\n  version = "~> 2.0"\n}\nresource "random_pet" "a" {}\n')
    expect(reusable.kind).toBe('reusable')
    const root = await assess('terraform {\n  backend "s3" {}\n}\nvariable "count" {}\n', {
      'a.auto.tfvars': '',
    })
    expect(root.kind).toBe('root')
    expect(root.reasons.map(({ effect }) => effect)).toEqual(['prevents', 'requires', 'mentions'])
  })
})
