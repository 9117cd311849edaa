import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AwsPower } from '@groundplan/aws'
import { launchEnvironment, performRun, requestChange, type GrainTask } from '@groundplan/environment'
import { callerOf, createWorld } from '@groundplan/environment/testing'
import { TerraformGrainRunner } from '@groundplan/environment-terraform'
import { LocalGitRepositoryReader } from '@groundplan/scm-local-git'
import { CliWorkspaces, TerraformPrograms } from '@groundplan/terraform-cli'
import { InProcessModuleReader } from '@groundplan/terraform-module'
import { endStateAccess, grantStateAccess } from '@groundplan/terraform-state'
import {
  GitRepository,
  hasTerraform,
  isolateGit,
  isRequired,
  useTemporaryDirectories,
} from '@groundplan/testing'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { stateAddress } from '../serve-states.ts'
import { startStateServer } from '../states.fixture.ts'

isolateGit()
const installed = await hasTerraform()
const skip = !installed && !isRequired('terraform')
if (skip) console.warn('Skipped: there is no terraform on PATH.')

const temporaryDirectory = useTemporaryDirectories()
const secret = 'c4nary-of-an-environment'
const ada = callerOf('ada', 'space-admin')

const files = {
  'network/main.tf': `
    variable "region" { type = string }
    variable "password" {
      type      = string
      sensitive = true
    }
    resource "terraform_data" "network" { input = "\${var.region}-network" }
    resource "terraform_data" "secret" { input = var.password }
    output "name" { value = terraform_data.network.output }
    output "password" {
      value     = terraform_data.secret.output
      sensitive = true
    }`,
  'database/main.tf': `
    variable "network" { type = string }
    variable "password" {
      type      = string
      sensitive = true
    }
    variable "size" {
      type    = number
      default = 1
    }
    resource "terraform_data" "database" {
      count = var.size
      input = "\${var.network}-\${count.index}"
      lifecycle {
        precondition {
          condition     = var.size < 4
          error_message = "At most three databases."
        }
      }
    }
    output "databases" { value = terraform_data.database[*].output }`,
}

const blueprint = (commit: string) => `spec_version: 2
inputs:
  region: { type: string }
  password: { type: string, sensitive: true }
  size: { type: number, default: 1 }
outputs:
  databases: { value: '{{ .grains.database.outputs.databases }}' }
  password: { value: '{{ .grains.network.outputs.password }}' }
grains:
  network:
    kind: terraform
    spec:
      source: { store: modules, path: network, commit: ${commit} }
      inputs:
        - region: '{{ .inputs.region }}'
        - password: '{{ .inputs.password }}'
      outputs: [name, password]
  database:
    kind: terraform
    depends-on: network
    spec:
      source: { store: modules, path: database, commit: ${commit} }
      inputs:
        - network: '{{ .grains.network.outputs.name }}'
        - password: '{{ .grains.network.outputs.password }}'
        - size: '{{ .inputs.size }}'
      outputs: [databases]
`

describe.skipIf(skip)('an environment with real Terraform and its states on this server', () => {
  let root: string
  let server: Awaited<ReturnType<typeof startStateServer>>
  let workspaces: CliWorkspaces
  let commit: string
  beforeAll(async () => {
    root = await temporaryDirectory()
    await mkdir(join(root, 'portal/assets'), { recursive: true })
    await writeFile(join(root, 'portal/index.html'), '<title>Portal</title>')
    server = await startStateServer(join(root, 'portal'))
    const repository = await GitRepository.create(join(root, 'modules'))
    await repository.commit(files)
    workspaces = new CliWorkspaces({
      ...{ directory: join(root, 'runs'), programs: new TerraformPrograms() },
      moduleReader: new InProcessModuleReader(),
      providers: { mirror: join(root, 'no-providers'), allowsDownloads: false },
    })
    const snapshot = await reader().open({ address: join(root, 'modules') })
    commit = snapshot.commit
    await snapshot.close()
  })
  afterAll(async () => {
    await workspaces?.close()
    await server?.server.close()
  })
  // Nothing of a run stays on the disk.
  afterEach(async () => {
    for (const folder of await readdir(join(root, 'runs')))
      expect((await readdir(join(root, 'runs', folder))).filter((name) => name.startsWith('run-'))).toEqual(
        [],
      )
  })

  const reader = () => new LocalGitRepositoryReader({ cacheDirectory: join(root, 'clones') })

  function createRunner(): TerraformGrainRunner {
    return new TerraformGrainRunner({
      workspaces,
      openSource: async ({ commit: pinned }, _, signal) => {
        const snapshot = await reader().open({ address: join(root, 'modules'), ref: pinned }, { signal })
        return snapshot.named('modules')
      },
      openBackend: async ({ environmentId: environment, grain, runId: run }: GrainTask) => {
        const { states } = server
        const key = { environment, grain }
        const url = `http://127.0.0.1:${(server.server.server.address() as { readonly port: number }).port}`
        return {
          settings: {
            ...{ kind: 'http', address: stateAddress(url, { ...key, spaceId: states.spaceId }) },
            ...(await grantStateAccess({ ...key, run, seconds: 3600 }, states)),
          },
          close: () => endStateAccess({ ...key, run }, states),
        }
      },
      openVariables: async () => ({}),
      findProviders: async () => ({}),
      power: new AwsPower(),
      describeResource: () => ({}),
      powerWait: { interval: 10, patience: 1000, now: () => new Date(), sleep: async () => {} },
    })
  }

  function open() {
    const world = createWorld({ versions: { '1.0.0': blueprint(commit) } })
    const runner = createRunner()
    const { dependencies, jobs, store } = world
    const work = async () => {
      for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) {
        const attempt = { id: job.key ?? '', payload: job, attempt: 1, isLast: false }
        const { signal } = new AbortController()
        await performRun({ ...attempt, signal }, { ...world.performing(), runner })
      }
    }
    const launch = (inputs: Readonly<Record<string, string | number>>) =>
      launchEnvironment(
        { name: 'shop', blueprint: { name: 'shop' }, inputs: { region: 'eu', password: secret, ...inputs } },
        ada,
        dependencies,
      )
    const change = (id: string, wish: Parameters<typeof requestChange>[1]) =>
      requestChange(id, wish, { caller: ada }, dependencies)
    const find = async (id: string) => {
      const environment = await store.find(id)
      if (environment === undefined) throw new Error(`There is no environment ${id}.`)
      return environment
    }
    return { ...{ launch, change, work, find, world } }
  }

  it('is launched, changed and ended, with outputs that flow and secrets that show nowhere', async () => {
    const { launch, change, work, find, world } = open()
    const { environment } = await launch({})
    await work()
    const active = await find(environment.id)
    expect(active.state, JSON.stringify(world.all.runs.values().toArray(), null, 2)).toBe('active')
    expect(active.outputs).toMatchObject([
      { name: 'databases', value: '["eu-network-0"]' },
      { name: 'password' },
    ])
    expect(active.outputs[1]).not.toHaveProperty('value')
    expect(Object.keys(active.grains)).toEqual(['network', 'database'])
    expect(active.grains['database']?.resources).toMatchObject([
      { address: expect.stringMatching(/terraform_data\.database\[0\]$/) as string, type: 'terraform_data' },
    ])

    await change(environment.id, { kind: 'update', inputs: { region: 'eu', size: 2 } })
    await work()
    const updated = await find(environment.id)
    expect(updated.outputs[0]?.value).toBe('["eu-network-0","eu-network-1"]')
    const runs = world.all.runs.values().toArray()
    const planned = runs.at(-1)?.run.grains.flatMap(({ plan }) => plan?.actions ?? []) ?? []
    expect(planned.map(({ action }) => action)).toEqual(['create'])

    await change(environment.id, { kind: 'end' })
    await work()
    expect(await find(environment.id)).toMatchObject({ state: 'ended' })
    const seen = JSON.stringify([
      ...[world.all.environments, world.all.runs, world.all.requests].map((map) => [...map.values()]),
      [...world.all.logs.values()],
    ])
    expect(seen).toContain('terraform_data')
    expect(seen).not.toContain(secret)
  })

  it('says what Terraform says where an apply fails, keeps what there is, and can be ended', async () => {
    const { launch, change, work, find } = open()
    const { environment } = await launch({ size: 7 })
    await work()
    const failed = await find(environment.id)
    expect(failed.state).toBe('active-with-errors')
    expect(JSON.stringify(failed)).toContain('At most three databases.')
    expect(failed.grains['network']?.mayHaveResources).toBe(true)
    await change(environment.id, { kind: 'end' })
    await work()
    expect((await find(environment.id)).state).toBe('ended')
  })
})
