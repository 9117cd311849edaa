import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runProgram } from '@groundplan/process'
import { InProcessModuleReader } from '@groundplan/terraform-module'
import { summarizePlan } from '@groundplan/terraform-run'
import {
  findProviderMirror,
  hasMoto,
  hasTerraform,
  isolateGit,
  isRequired,
  startMoto,
  type TestMoto,
  useTemporaryDirectories,
} from '@groundplan/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PluginCache } from '../plugins/plugin-cache.ts'
import { TerraformPrograms } from '../programs/terraform-programs.ts'
import { printCliConfiguration } from '../run/cli-configuration.ts'
import { CliWorkspaces } from './cli-workspaces.ts'
import { createRequest, recordEvents } from './workspace.fixture.ts'

isolateGit()
const installed = await hasTerraform()
const mirror = await findProviderMirror()
const skip =
  (!installed && !isRequired('terraform')) ||
  (mirror === undefined && !isRequired('terraform-provider-aws')) ||
  (!(await hasMoto()) && !isRequired('moto'))
if (skip) console.warn('Skipped: no terraform on PATH, no AWS provider in a mirror, or no moto.')

const temporaryDirectory = useTemporaryDirectories()

// The provider alone takes minutes to start on a busy machine.
describe.skipIf(skip)('the AWS provider', { timeout: 1_800_000 }, () => {
  const providers = { mirror: mirror ?? 'missing', allowsDownloads: false }
  let directory: string
  let moto: TestMoto
  beforeAll(async () => {
    directory = await temporaryDirectory()
    moto = await startMoto()
  }, 200_000)
  afterAll(() => moto?.stop())

  it('comes from one cache to inits of several processes at the same time', async () => {
    const configuration = join(directory, 'cli.tfrc')
    await writeFile(configuration, printCliConfiguration(providers))
    const folders = await Promise.all(
      [1, 2, 3, 4].map(async (number) => {
        const folder = join(directory, `init-${number}`)
        await mkdir(folder)
        await writeFile(
          join(folder, 'main.tf'),
          'terraform {\n  required_providers {\n    aws = { source = "hashicorp/aws" }\n  }\n}\n',
        )
        return folder
      }),
    )
    const fixture = join(import.meta.dirname, '../plugins/plugin-cache.fixture.ts')
    const cache = join(directory, 'cache')
    const init = async (...some: readonly string[]) => {
      const { stdout, stderr } = await runProgram(process.execPath, [fixture, cache, configuration, ...some])
      return stderr === '' ? (JSON.parse(stdout.toString()) as readonly string[]) : [stderr]
    }
    const [first, second, third, fourth] = folders as [string, string, string, string]
    expect((await Promise.all([init(first, second), init(third, fourth)])).flat()).toEqual([
      '0 ',
      '0 ',
      '0 ',
      '0 ',
    ])
    // With their lock files, nobody has to wait any more.
    expect((await Promise.all([init(first, second), init(third, fourth)])).flat()).toEqual([
      '0 ',
      '0 ',
      '0 ',
      '0 ',
    ])
    expect(await readdir(join(cache, 'plugins/registry.terraform.io/hashicorp'))).toEqual(['aws'])
  })

  it('creates, changes from outside and destroys, with drift and differences in words', async () => {
    const workspaces = new CliWorkspaces({
      ...{ directory: join(directory, 'runs'), programs: new TerraformPrograms(), providers },
      ...{
        moduleReader: new InProcessModuleReader(),
        pluginCache: await PluginCache.open(join(directory, 'cache')),
      },
    })
    const files = {
      'module/main.tf': `
        terraform {
          required_providers {
            aws = { source = "hashicorp/aws" }
          }
        }
        variable "name" { type = string }
        variable "delay" {
          type    = number
          default = 0
        }
        resource "aws_sqs_queue" "main" {
          name          = var.name
          delay_seconds = var.delay
        }
        output "url" { value = aws_sqs_queue.main.url }`,
    }
    const credentials = {
      ...{
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'canary-of-the-credentials',
        AWS_REGION: 'eu-central-1',
      },
      ...{ AWS_ENDPOINT_URL: moto.endpoint, AWS_EC2_METADATA_DISABLED: 'true' },
    }
    const given = {
      files,
      inputs: { name: 'orders' },
      space: { 'hashicorp/aws': { region: 'eu-central-1' } },
    }
    const workspace = await workspaces.open(
      await createRequest(directory, { ...given, request: { credentials } }),
    )
    const { events, onEvent } = recordEvents()
    await workspace.init({ onEvent })
    const created = await workspace.plan({ onEvent })
    expect(summarizePlan(created.plan).lines).toEqual([
      'Creates module.main.aws_sqs_queue.main.',
      'Adds output url.',
    ])
    expect(created.lockFile).toContain('registry.terraform.io/hashicorp/aws')
    await workspace.apply(created.file, { onEvent })
    const { url } = (await workspace.readState()).outputs
    expect(url).toMatchObject({ value: expect.stringContaining('orders'), isSensitive: false })

    const body = new URLSearchParams({
      ...{ Action: 'SetQueueAttributes', Version: '2012-11-05', QueueUrl: String(url?.value) },
      ...{ 'Attribute.1.Name': 'DelaySeconds', 'Attribute.1.Value': '30' },
    })
    const headers = {
      authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/eu-central-1/sqs/aws4_request',
    }
    expect((await fetch(moto.endpoint, { method: 'POST', body, headers })).status).toBe(200)
    const drifted = await workspace.plan({ mode: 'refresh' })
    expect(drifted.plan.drift.map(({ address }) => address)).toEqual(['module.main.aws_sqs_queue.main'])
    expect(drifted.plan.drift[0]?.differences).toContainEqual(
      expect.objectContaining({ path: ['delay_seconds'], before: 0, after: 30 }),
    )
    const repaired = await workspace.plan()
    expect(summarizePlan(repaired.plan)).toEqual({
      headline: 'Updates 1 resource.',
      lines: ['Updates module.main.aws_sqs_queue.main: delay_seconds.'],
    })
    const ended = await workspace.plan({ mode: 'destroy' })
    expect(ended.plan.counts.destroy).toBe(1)
    await workspace.apply(ended.file, { onEvent })
    expect((await workspace.readState()).resources).toEqual([])
    expect(JSON.stringify(events)).not.toContain('canary-of-the-credentials')
    await workspace.close()
  })
})
