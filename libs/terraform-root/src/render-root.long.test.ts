// Over 300 lines: the cases share what runs Terraform and a stand-in for AWS.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Blueprint } from '@groundplan/blueprint'
import { generateBlueprint } from '@groundplan/blueprint-generator'
import { runProgram } from '@groundplan/process'
import { readModule, type TerraformModule } from '@groundplan/terraform-module'
import type { Json } from '@groundplan/terraform-type'
import { findProviderMirror, hasMoto, isRequired, startMoto, type TestMoto } from '@groundplan/testing'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { renderRoot, type RenderedRoot } from './render-root.ts'
import { resolveGrain, type SpaceProviders } from './resolve-grain.ts'

const succeeds = (file: string, args: readonly string[]) =>
  runProgram(file, args).then(
    ({ exitCode }) => exitCode === 0,
    () => false,
  )
const hasTerraform = await succeeds('terraform', ['version'])
const providerMirror = await findProviderMirror()
const skipAll = !hasTerraform && !isRequired('terraform')
const skipAws =
  skipAll ||
  (providerMirror === undefined && !isRequired('terraform-provider-aws')) ||
  (!(await hasMoto()) && !isRequired('moto'))
if (skipAll) console.warn('Skipped: there is no terraform on PATH.')
else if (skipAws) console.warn('Skipped in part: no AWS provider in a mirror, or no moto.')

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'groundplan-root-'))
})

afterEach(() => rm(directory, { recursive: true, force: true, maxRetries: 5 }))

describe.skipIf(skipAll)('the generated root, in Terraform', () => {
  it('passes aliases, secrets and ephemeral values to a module that cannot be a root', async () => {
    const { module, blueprint } = await read(`
      terraform {
        required_providers {
          tf = { source = "terraform.io/builtin/terraform", configuration_aliases = [tf.replica] }
        }
      }
      variable "sizes" { type = list(object({ name = string, count = optional(number, 3) })) }
      variable "note" { default = "the module's" }
      variable "password" {
        type      = string
        sensitive = true
      }
      variable "hosts" {
        type      = map(list(string))
        sensitive = true
      }
      variable "token" {
        type      = string
        ephemeral = true
      }
      resource "terraform_data" "copy" {
        provider = tf.replica
        input    = var.sizes
      }
      output "sizes" { value = terraform_data.copy.output }
      output "note" { value = var.note }
      output "password" { value = var.password }
      output "hosts" { value = var.hosts }
      output "token" {
        value     = var.token
        ephemeral = true
      }
    `)
    const password = 'a"b\\c\n\b\f$\{d} %{e} $$\{f} 😀\u2028'
    const root = render(blueprint, module, {
      ...{ note: null, password, token: 'once', hosts: { 'a"$\{x}': ['%{y}'] } },
      sizes: [{ name: 'a$\{b}', count: 2 }, { name: 'c' }],
    })
    expect([...root.files.values()].join('\n')).not.toMatch(/once|%\{y\}/)
    await apply(root)

    expect(await outputs()).toEqual({
      hosts: { sensitive: true, value: { 'a"$\{x}': ['%{y}'] } },
      note: { sensitive: false, value: "the module's" },
      password: { sensitive: true, value: password },
      sizes: {
        sensitive: false,
        value: [
          { name: 'a$\{b}', count: 2 },
          { name: 'c', count: 3 },
        ],
      },
    })
    await terraform(root, 'destroy', '-auto-approve', '-input=false')
  })
})

// The provider alone takes minutes to start on a busy machine.
describe.skipIf(skipAws)('the generated root, against AWS', { timeout: 1_800_000 }, () => {
  let moto: TestMoto
  beforeAll(async () => {
    moto = await startMoto()
  }, 200_000)
  afterAll(() => moto?.stop())

  const aws = () => ({
    AWS_ENDPOINT_URL: moto.endpoint,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_S3_USE_PATH_STYLE: 'true',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  })

  const topics = `
    variable "name" { type = string }
    resource "aws_sns_topic" "main" { name = var.name }
    output "arn" { value = aws_sns_topic.main.arn }
    output "tags" { value = aws_sns_topic.main.tags_all }
  `

  it('applies and destroys a reusable module with an alias, in the regions and with the tags of its settings', async () => {
    const { module, blueprint } = await read(`
      terraform {
        required_providers {
          aws = { source = "hashicorp/aws", configuration_aliases = [aws.replica, aws.us_east_1] }
        }
      }
      ${topics}
      resource "aws_sns_topic" "replica" {
        provider = aws.replica
        name     = "\${var.name}-replica"
      }
      resource "aws_s3_bucket" "edge" {
        provider = aws.us_east_1
        bucket   = "\${var.name}-edge"
      }
      data "aws_region" "edge" { provider = aws.us_east_1 }
      output "replica_arn" { value = aws_sns_topic.replica.arn }
      output "replica_tags" { value = aws_sns_topic.replica.tags_all }
      output "edge" { value = "\${aws_s3_bucket.edge.bucket} \${data.aws_region.edge.name}" }
    `)
    const { providers = {} } = grainOf(blueprint).spec
    const own = withProviders(blueprint, {
      ...providers,
      'aws.replica': {
        ...providers['aws.replica'],
        settings: {
          ...providers['aws.replica']?.settings,
          default_tags: { tags: { Copy: 'of {{ .inputs.name }}' } },
        },
      },
    })
    const space: SpaceProviders = {
      'hashicorp/aws': {
        region: 'eu-west-1',
        default_tags: { tags: { Owner: 'payments', Odd: '$\{a} %{b}' } },
        assume_role: { role_arn: 'arn:aws:iam::123456789012:role/deploy' },
      },
    }
    const root = render(own, module, { name: 'shop', aws_replica_region: 'eu-central-1' }, space)
    await apply(root, aws())

    const { arn, tags, replica_arn, replica_tags, edge } = await outputs()
    expect(arn?.value).toBe('arn:aws:sns:eu-west-1:123456789012:shop')
    expect(replica_arn?.value).toBe('arn:aws:sns:eu-central-1:123456789012:shop-replica')
    expect(tags?.value).toEqual({ Owner: 'payments', Odd: '$\{a} %{b}' })
    expect(replica_tags?.value).toEqual({ Owner: 'payments', Odd: '$\{a} %{b}', Copy: 'of shop' })
    expect(edge?.value).toBe('shop-edge us-east-1')

    await terraform(root, { env: aws() }, 'destroy', '-auto-approve', '-input=false')
    expect((await terraform(root, { env: aws() }, 'state', 'list')).trim()).toBe('')
  })

  it('gives an alias without a region the one of the space, and takes secrets from the environment', async () => {
    const { module, blueprint } = await read(`
      terraform {
        required_providers {
          aws = { source = "hashicorp/aws", configuration_aliases = [aws.peer] }
        }
      }
      ${topics}
      resource "aws_sns_topic" "peer" {
        provider = aws.peer
        name     = "\${var.name}-peer"
      }
      output "peer_arn" { value = aws_sns_topic.peer.arn }
    `)
    const { providers = {} } = grainOf(blueprint).spec
    const own = withProviders(
      { ...blueprint, inputs: { ...blueprint.inputs, external_id: { sensitive: true, ephemeral: true } } },
      {
        ...providers,
        'aws.peer': {
          settings: {
            region: '{{ .inputs.aws_peer_region }}',
            assume_role: {
              role_arn: 'arn:aws:iam::123456789012:role/peer',
              external_id: '{{ .inputs.external_id }}',
            },
          },
        },
      },
    )
    const given = { name: 'shop', aws_peer_region: null, external_id: 'hunter22' }
    const root = render(own, module, given, { 'hashicorp/aws': { region: 'eu-west-3' } })
    expect([...root.files.values()].join('')).not.toContain('hunter22')
    await apply(root, aws())

    expect((await outputs())['peer_arn']?.value).toBe('arn:aws:sns:eu-west-3:123456789012:shop-peer')
    await terraform(root, { env: aws() }, 'destroy', '-auto-approve', '-input=false')
  })

  it('runs a root module in place, with other provider settings', async () => {
    const { module, blueprint } = await read(`
      provider "aws" {
        region = "us-west-2"
        default_tags { tags = { Team = "a" } }
      }
      ${topics}
    `)
    const own = withProviders(blueprint, { aws: { settings: { region: 'eu-north-1' } } })
    const root = render(own, module, { name: 'shop' })
    expect(root.kind).toBe('in-place')
    await apply(root, aws(), 'module')

    expect(await outputs('module')).toMatchObject({
      arn: { value: 'arn:aws:sns:eu-north-1:123456789012:shop' },
      tags: { value: { Team: 'a' } },
    })
    await terraform(root, { env: aws(), below: 'module' }, 'destroy', '-auto-approve', '-input=false')
  })
})

async function read(text: string): Promise<{ module: TerraformModule; blueprint: Blueprint }> {
  const files = [{ path: 'main.tf', bytes: new TextEncoder().encode(text) }]
  await mkdir(join(directory, 'module'))
  await writeFile(join(directory, 'module', 'main.tf'), text)
  const module = await readModule({ path: '.', files })
  expect(module.diagnostics).toEqual([])
  const source = { store: 'modules', path: '.', commit: '0'.repeat(40) }
  return { module, blueprint: generateBlueprint(module, 'app', source) }
}

function grainOf(blueprint: Blueprint) {
  const grain = blueprint.grains['app']
  if (grain?.kind !== 'terraform') throw new Error('There is no grain.')
  return grain
}

type Providers = NonNullable<ReturnType<typeof grainOf>['spec']['providers']>

function withProviders(blueprint: Blueprint, providers: Providers): Blueprint {
  const grain = grainOf(blueprint)
  return { ...blueprint, grains: { app: { ...grain, spec: { ...grain.spec, providers } } } }
}

function render(
  blueprint: Blueprint,
  module: TerraformModule,
  inputs: Readonly<Record<string, Json>>,
  space: SpaceProviders = {},
): RenderedRoot {
  const resolved = resolveGrain(blueprint, 'app', { scope: { inputs }, space })
  expect(resolved.problems).toEqual([])
  return renderRoot(resolved, { module, source: './module' })
}

async function apply(
  root: RenderedRoot,
  env: Readonly<Record<string, string>> = {},
  below = '.',
): Promise<void> {
  for (const [path, text] of root.files) {
    await mkdir(dirname(join(directory, below, path)), { recursive: true })
    await writeFile(join(directory, below, path), text)
  }
  await terraform(root, { env, below }, 'init', '-input=false')
  await terraform(root, { env, below }, 'apply', '-auto-approve', '-input=false')
}

interface TerraformSettings {
  readonly env?: Readonly<Record<string, string>>
  readonly below?: string
}

async function terraform(
  root: Pick<RenderedRoot, 'environment'>,
  first: TerraformSettings | string,
  ...rest: readonly string[]
): Promise<string> {
  const { env = {}, below = '.' } = typeof first === 'string' ? {} : first
  const args = typeof first === 'string' ? [first, ...rest] : rest
  const config = join(directory, 'cli.tfrc')
  const mirror =
    providerMirror === undefined
      ? ''
      : `filesystem_mirror {\n    path = ${JSON.stringify(providerMirror)}\n  }`
  await writeFile(config, `disable_checkpoint = true\nprovider_installation {\n  ${mirror}\n}\n`)
  const result = await runProgram('terraform', [...args, '-no-color'], {
    cwd: join(directory, below),
    env: {
      TF_CLI_CONFIG_FILE: config,
      TF_IN_AUTOMATION: '1',
      ...env,
      ...Object.fromEntries(root.environment),
    },
    limits: { milliseconds: 1_800_000 },
  })
  const output = result.stdout.toString('utf8')
  expect(`${result.exitCode} ${result.stderr}`, `${output}\n${await listFiles(below)}`).toBe('0 ')
  return output
}

async function listFiles(below: string): Promise<string> {
  const names = (await readdir(join(directory, below))).filter((name) => name.endsWith('.json'))
  const texts = await Promise.all(names.map((name) => readFile(join(directory, below, name), 'utf8')))
  return texts.join('\n')
}

async function outputs(
  below = '.',
): Promise<Readonly<Record<string, { readonly sensitive: boolean; readonly value: Json } | undefined>>> {
  const { stdout } = await runProgram('terraform', ['output', '-json'], { cwd: join(directory, below) })
  const parsed = JSON.parse(stdout.toString('utf8')) as Record<string, { sensitive: boolean; value: Json }>
  return Object.fromEntries(
    Object.entries(parsed).map(([name, { sensitive, value }]) => [name, { sensitive, value }]),
  )
}
