// Over 300 lines: the cases share the workspaces that run Terraform.
import { readdir, readFile, stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { CancelledError } from '@groundplan/errors'
import { runProgram } from '@groundplan/process'
import { InProcessModuleReader } from '@groundplan/terraform-module'
import { summarizePlan, TerraformFailure } from '@groundplan/terraform-run'
import { hasTerraform, isolateGit, isRequired, patience, useTemporaryDirectories } from '@groundplan/testing'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { TerraformPrograms } from '../programs/terraform-programs.ts'
import type { CliWorkspace } from './cli-workspace.ts'
import { CliWorkspaces } from './cli-workspaces.ts'
import type { LeftWorkspace } from './left-workspaces.ts'
import { createRequest, recordEvents, type WorkspaceCase } from './workspace.fixture.ts'

isolateGit()
const installed = await hasTerraform()
const skip = !installed && !isRequired('terraform')
if (skip) console.warn('Skipped: there is no terraform on PATH.')

const temporaryDirectory = useTemporaryDirectories()
const secret = 'hunter22-"quoted"'

describe.skipIf(skip)('CliWorkspaces', () => {
  let directory: string
  let workspaces: CliWorkspaces
  const left: LeftWorkspace[] = []
  const open: CliWorkspace[] = []
  beforeAll(async () => {
    directory = await temporaryDirectory()
    workspaces = new CliWorkspaces({
      ...{ directory: join(directory, 'runs'), programs: new TerraformPrograms() },
      moduleReader: new InProcessModuleReader(),
      onLeft: async (each) => void left.push(each),
      providers: { mirror: join(directory, 'no-providers'), allowsDownloads: false },
    })
  })
  afterEach(async () => {
    for (const workspace of open.splice(0)) await workspace.close()
  })
  afterAll(async () => {
    await workspaces?.close()
    if (!skip) expect(await readdir(join(directory, 'runs'))).toEqual([])
  })

  async function start(given: WorkspaceCase): Promise<CliWorkspace> {
    const workspace = await workspaces.open(await createRequest(directory, given))
    open.push(workspace)
    await workspace.init()
    return workspace
  }

  /** Paths of all workspaces. */
  const runs = async () => {
    const [folder = ''] = await readdir(join(directory, 'runs'))
    const names = await readdir(join(directory, 'runs', folder))
    return names
      .filter((name) => name.startsWith('run-'))
      .map((name) => join(directory, 'runs', folder, name))
  }

  it('prefers the values of a run to those in files of a root module, which count for all others', async () => {
    const workspace = await start({
      files: {
        'module/main.tf': `
          variable "name" { type = string }
          variable "zone" {
            type    = string
            default = "default"
          }
          variable "password" {
            type      = string
            sensitive = true
          }
          terraform {
            backend "http" { address = "http://localhost:1" }
          }
          provider "terraform" {}
          locals { password = nonsensitive(var.password) == "hunter22" ? "given" : "file" }
          resource "terraform_data" "all" { input = "\${var.name} \${var.zone} \${local.password}" }
          output "all" { value = terraform_data.all.output }`,
        'module/terraform.tfvars': 'name = "file"\npassword = "file"\n',
        'module/zone.auto.tfvars': 'zone = "file"\nname = "later"\n',
        'module/zzz.auto.tfvars.json': '{"name": "last", "password": "last"}',
      },
      inputs: { name: 'given', password: 'hunter22' },
    })
    const planned = await workspace.plan()
    await workspace.apply(planned.file)
    const { outputs } = await workspace.readState()
    expect(outputs['all']?.value).toBe('given file given')
  })

  it('plans, applies and reads a reusable module, and shows and keeps no secret', async () => {
    const files = {
      'module/main.tf': `
        terraform {
          required_providers {
            tf = { source = "terraform.io/builtin/terraform", configuration_aliases = [tf.other] }
          }
        }
        variable "name" { type = string }
        variable "password" {
          type      = string
          sensitive = true
        }
        variable "token" {
          type      = string
          ephemeral = true
        }
        module "inner" {
          source = "../shared"
          name   = var.name
        }
        resource "terraform_data" "copy" {
          provider = tf.other
          input    = { name = module.inner.name, password = var.password }
          provisioner "local-exec" {
            command     = "echo the password is $PASSWORD"
            environment = { PASSWORD = nonsensitive(var.password) }
          }
        }
        output "name" { value = var.name }
        output "password" {
          value     = terraform_data.copy.output.password
          sensitive = true
        }`,
      'shared/main.tf': 'variable "name" {}\noutput "name" { value = "\${var.name}!" }\n',
      'elsewhere/big.bin': 'not needed',
    }
    const workspace = await start({
      files,
      inputs: { name: 'shop', password: secret, token: 'token-canary' },
    })
    const [run = ''] = await runs()
    expect((await stat(run)).mode & 0o777).toBe(0o700)
    expect((await readdir(join(run, 'repository'))).toSorted()).toEqual(['module', 'shared'])

    const { events, onEvent } = recordEvents()
    const planned = await workspace.plan({ onEvent })
    expect(summarizePlan(planned.plan)).toEqual({
      headline: 'Creates 1 resource.',
      lines: ['Creates module.main.terraform_data.copy.', 'Adds output name.', 'Adds output password.'],
    })
    const found = await runProgram('grep', [
      '-rlF',
      '-e',
      'hunter22',
      '-e',
      'token-canary',
      join(directory, 'runs'),
    ])
    expect(found.stdout.toString()).toBe('')
    await workspace.apply(planned.file, { onEvent })
    expect((await workspace.readState()).outputs).toEqual({
      name: { value: 'shop', isSensitive: false },
      password: { value: secret, isSensitive: true },
    })
    expect((await workspace.readState()).resources).toMatchObject([
      {
        address: 'module.main.terraform_data.copy',
        attributes: { input: { name: 'shop!', password: '(sensitive value)' } },
      },
    ])
    expect(events).toContainEqual(
      expect.objectContaining({ kind: 'resource', operation: 'create', phase: 'done' }),
    )
    expect(events.map(({ message }) => message).join('\n')).toContain('the password is ***')
    expect(JSON.stringify([events, planned.plan])).not.toMatch(/hunter22|token-canary/)

    const again = await workspace.plan()
    expect([again.plan.hasChanges, (await workspace.readPlan(again.file)).digest]).toEqual([
      false,
      again.digest,
    ])
    const replaced = await workspace.plan({ replace: ['module.main.terraform_data.copy'] })
    expect(replaced.plan.counts).toMatchObject({ add: 1, destroy: 1 })
    const ended = await workspace.plan({ mode: 'destroy' })
    await workspace.apply(ended.file)
    expect((await workspace.readState()).resources).toEqual([])
    await workspace.close()
    expect(await runs()).toEqual([])
  })

  it('runs a root module in place, with another backend than its own', async () => {
    const files = {
      'module/main.tf': `
        terraform {
          backend "s3" { bucket = "company" }
        }
        provider "terraform" {}
        variable "size" { type = number }
        resource "terraform_data" "a" { input = file("\${path.module}/../policies/a.txt") }
        output "size" { value = var.size }`,
      'policies/a.txt': 'outside',
    }
    const request = { secrets: ['outside'] }
    const workspace = await start({ files, inputs: { size: 3 }, request })
    const { file, plan } = await workspace.plan()
    await workspace.apply(file)
    expect((await workspace.readState()).outputs).toMatchObject({ size: { value: 3 } })
    expect(JSON.stringify([plan, (await workspace.readState()).resources])).not.toContain('outside')
    const [run = ''] = await runs()
    expect(await readFile(join(run, 'repository/module/terraform.tfstate'), 'utf8')).toContain('outside')
  })

  it('says where a module is wrong, and what fails', async () => {
    const workspace = await start({
      files: { 'module/main.tf': 'resource "terraform_data" "a" {\n  inputs = 1\n}\n' },
    })
    await expect(workspace.plan()).rejects.toMatchObject({
      message: expect.stringContaining('"inputs" is not expected here'),
      diagnostics: [{ severity: 'error', place: { line: 2 } }],
    })
    const failing = await start({
      files: {
        'module/main.tf':
          'resource "terraform_data" "a" {\n  provisioner "local-exec" { command = "exit 7" }\n}\n',
      },
    })
    const { file } = await failing.plan()
    await expect(failing.apply(file)).rejects.toMatchObject({
      ...{ reason: 'else', status: 1, message: expect.stringContaining('exit status 7') },
      diagnostics: [{ severity: 'error', address: 'module.main.terraform_data.a' }],
    })
    expect((await failing.readState()).resources).toMatchObject([{ isTainted: true }])
  })

  it('applies no plan that the state has left behind', async () => {
    const workspace = await start({ files: { 'module/main.tf': 'resource "terraform_data" "a" {}\n' } })
    const [first, second] = [await workspace.plan(), await workspace.plan()]
    expect(first.digest).toBe(second.digest)
    await workspace.apply(second.file)
    await expect(workspace.apply(first.file)).rejects.toMatchObject({ reason: 'stale' })
  })

  it('lets an apply that is cancelled finish what it does, and keeps its state', async () => {
    const text = `
      resource "terraform_data" "first" {
        provisioner "local-exec" { command = "sleep 2" }
      }
      resource "terraform_data" "second" { input = terraform_data.first.id }\n`
    const workspace = await start({ files: { 'module/main.tf': text } })
    const { file } = await workspace.plan()
    const { events, onEvent } = recordEvents()
    const stop = new AbortController()
    const applying = workspace.apply(file, { onEvent, signal: stop.signal })
    const failing = expect(applying).rejects.toThrow(CancelledError)
    await vi.waitFor(
      () =>
        expect(events).toContainEqual(expect.objectContaining({ operation: 'provision', phase: 'started' })),
      patience,
    )
    stop.abort()
    await failing
    const { resources } = await workspace.readState()
    expect(resources.map(({ address }) => address)).toEqual(['module.main.terraform_data.first'])
  })

  it('hands out the state that the backend does not take, and keeps it until somebody has saved it', async () => {
    const server = createServer((request, response) => {
      request.resume()
      request.on('end', () =>
        response.writeHead(request.method === 'GET' ? 404 : request.method === 'POST' ? 418 : 200).end(),
      )
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/state`
    const backend = { kind: 'http', address, username: 'r1', password: 'password-canary' } as const
    const workspace = await start({
      files: { 'module/main.tf': 'resource "terraform_data" "a" {}\n' },
      request: { backend, owner: { run: 'r1' } },
    })
    const { file } = await workspace.plan()
    const error: unknown = await workspace.apply(file).catch((thrown: unknown) => thrown)
    server.close()
    expect(error).toBeInstanceOf(TerraformFailure)
    const { unsavedState } = error as TerraformFailure
    expect(JSON.parse(Buffer.from(unsavedState ?? []).toString())).toMatchObject({
      version: 4,
      resources: [{ name: 'a' }],
    })
    expect(JSON.stringify(error)).not.toContain('resources')
    await workspace.close()
    await vi.waitFor(async () => expect(await runs()).toEqual([]), patience)
    expect(left).toEqual([{ owner: { run: 'r1' }, unsavedState: Buffer.from(unsavedState ?? []) }])
  })

  it('applies in one workspace what was planned in another, with another password', async () => {
    let state: Buffer | undefined
    const users: string[] = []
    const server = createServer(async (request, response) => {
      users.push(
        `${request.method} ${Buffer.from((request.headers.authorization ?? '').slice(6), 'base64').toString()}`,
      )
      const parts: Buffer[] = []
      for await (const part of request as AsyncIterable<Buffer>) parts.push(part)
      if (request.method === 'POST') state = Buffer.concat(parts)
      response.writeHead(request.method === 'GET' && state === undefined ? 404 : 200)
      response.end(request.method === 'GET' ? state : undefined)
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/state`
    const backend = (run: string) =>
      ({ kind: 'http', address, username: run, password: `password-canary-${run}` }) as const
    const files = {
      'module/main.tf':
        'variable "size" { type = number }\nresource "terraform_data" "a" { input = var.size }\n',
    }
    const given = (run: string) => ({ files, inputs: { size: 3 }, request: { backend: backend(run) } })
    const planning = await start(given('r1'))
    const { file, lockFile, digest } = await planning.plan()
    const found = await runProgram('grep', ['-rlF', 'password-canary', join(directory, 'runs')])
    expect(found.stdout.toString()).toBe('')
    await planning.close()
    const applying = await workspaces.open({ ...(await createRequest(directory, given('r2'))), lockFile })
    open.push(applying)
    await applying.init()
    expect((await applying.readPlan(file)).digest).toBe(digest)
    await applying.apply(file)
    server.close()
    expect(users.findLast((user) => user.startsWith('POST'))).toBe('POST r2:password-canary-r2')
    expect(JSON.parse(String(state))).toMatchObject({ resources: [{ name: 'a' }] })
  })

  it('leaves nothing of what could not be prepared', async () => {
    const before = await runs()
    const request = await createRequest(directory, { files: { 'module/main.tf': 'locals {}\n' } })
    await expect(workspaces.open({ ...request, modulePath: 'nowhere' })).rejects.toThrow(
      'no Terraform module at "nowhere"',
    )
    await expect(workspaces.open({ ...request, version: '>= 99' })).rejects.toThrow(
      'No installed version of Terraform matches ">= 99"; installed: ',
    )
    await expect(workspaces.open({ ...request, version: 'new' })).rejects.toThrow(
      '"new" is not a version constraint',
    )
    await expect(
      workspaces.open({ ...request, backend: { kind: 'other', type: '../x', settings: {} } }),
    ).rejects.toThrow('not a backend')
    expect(await runs()).toEqual(before)
  })
})
