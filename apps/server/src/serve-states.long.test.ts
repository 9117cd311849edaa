import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runProgram } from '@groundplan/process'
import { downloadState, forceUnlock, type StateCredentials } from '@groundplan/terraform-state'
import { hasTerraform, isRequired, patience, useTemporaryDirectories } from '@groundplan/testing'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { startStateServer } from './states.fixture.ts'

const installed = await hasTerraform()
const skip = !installed && !isRequired('terraform')
if (skip) console.warn('Skipped: there is no terraform on PATH.')

const temporaryDirectory = useTemporaryDirectories()

describe.skipIf(skip)('Terraform with its state on this server', () => {
  let root: string
  let server: Awaited<ReturnType<typeof startStateServer>>
  beforeAll(async () => {
    root = await temporaryDirectory()
    await mkdir(join(root, 'portal/assets'), { recursive: true })
    await writeFile(join(root, 'portal/index.html'), '<title>Portal</title>')
    await writeFile(join(root, 'cli.tfrc'), 'disable_checkpoint = true\n')
    server = await startStateServer(join(root, 'portal'))
  })
  afterAll(() => server?.server.close())

  type Place = ReturnType<typeof server.place>
  const environment = (address: string, { username, password }: StateCredentials) => ({
    ...{ TF_CLI_CONFIG_FILE: join(root, 'cli.tfrc'), TF_IN_AUTOMATION: '1', TF_INPUT: '0' },
    ...{ TF_HTTP_ADDRESS: address, TF_HTTP_LOCK_ADDRESS: address, TF_HTTP_UNLOCK_ADDRESS: address },
    ...{ TF_HTTP_USERNAME: username, TF_HTTP_PASSWORD: password },
  })

  /** A folder of one run, initialized. */
  async function prepare(text: string, { address, grant }: Place, run: string) {
    const directory = await mkdtemp(join(root, 'run-'))
    await writeFile(join(directory, 'main.tf'), `terraform {\n  backend "http" {}\n}\n${text}`)
    const env = environment(address, await grant(run))
    const terraform = (...args: readonly string[]) =>
      runProgram('terraform', [...args, '-no-color'], { cwd: directory, env })
    expect((await terraform('init')).exitCode).toBe(0)
    return { directory, env, terraform }
  }

  /** Starts an apply that holds the lock until `go` exists, and waits until it does. */
  async function startHolding({ directory, env }: { directory: string; env: Record<string, string> }) {
    const child = spawn('terraform', ['apply', '-auto-approve', '-no-color'], {
      ...{ cwd: directory, env: { ...process.env, ...env }, stdio: 'ignore', detached: true },
    })
    onTestFinished(() => writeFile(join(directory, 'go'), ''))
    await vi.waitFor(() => readFile(join(directory, 'holding')), patience)
    return child
  }

  const holding = `
    resource "terraform_data" "slow" {
      provisioner "local-exec" { command = "touch holding; while [ ! -f go ]; do sleep 0.1; done" }
    }`
  const quick = 'resource "terraform_data" "slow" {}'
  const ended = (child: ChildProcess) => (child.exitCode === null ? once(child, 'exit') : [child.exitCode])

  it('lets one of two applies work, and tells the other who does', async () => {
    const place = server.place('contended')
    const first = await prepare(holding, place, 'r1')
    const second = await prepare(quick, place, 'r2')
    const child = await startHolding(first)
    const refused = await second.terraform('apply', '-auto-approve')
    expect(refused.exitCode).toBe(1)
    expect(refused.stderr).toContain('Error acquiring the state lock')
    const { lock } = (await server.store.find(place.key)) ?? {}
    expect(lock?.run).toBe('r1')
    expect(refused.stderr).toContain(`already locked:\nID=${lock?.id}`)
    await writeFile(join(first.directory, 'go'), '')
    expect((await ended(child))[0]).toBe(0)
    expect((await second.terraform('apply', '-auto-approve')).exitCode).toBe(0)
  })

  it('keeps the lock of an apply that was killed until somebody takes it away', async () => {
    const place = server.place('killed')
    const killed = await prepare(holding, place, 'r3')
    const next = await prepare(quick, place, 'r4')
    const child = await startHolding(killed)
    process.kill(-(child.pid ?? 0), 'SIGKILL')
    await ended(child)
    expect((await next.terraform('plan')).stderr).toContain('Error acquiring the state lock')
    const { lock } = (await server.store.find(place.key)) ?? {}
    expect(lock).toMatchObject({ run: 'r3', operation: 'OperationTypeApply' })
    await forceUnlock({ ...place.key, id: lock?.id ?? '', reason: 'killed' }, server.caller, server.states)
    expect(server.store.events).toContain('state.unlocked killed')
    expect((await next.terraform('apply', '-auto-approve')).exitCode).toBe(0)
  })

  it('keeps a state of more than 20 MB', async () => {
    const place = server.place('large')
    const { directory, terraform } = await prepare(
      'resource "terraform_data" "large" { input = file("large.txt") }\noutput "length" { value = length(terraform_data.large.output) }',
      place,
      'r5',
    )
    const line = 'The quick brown fox jumps over the lazy dog, again and again.\n'
    await writeFile(join(directory, 'large.txt'), line.repeat(Math.ceil(10_500_000 / line.length)))
    const applied = await terraform('apply', '-auto-approve')
    expect(`${applied.exitCode} ${applied.stderr}`).toBe('0 ')
    const { content, version } = await downloadState(place.key, server.caller, server.states)
    expect(content.length).toBeGreaterThan(20_000_000)
    expect(version.size).toBe(content.length)
    const again = await terraform('plan', '-detailed-exitcode')
    expect(`${again.exitCode} ${again.stderr}`).toBe('0 ')
  })

  it('applies a plan with other credentials than it was made with, which are nowhere on disk', async () => {
    const place = server.place('planned')
    const { directory, env, terraform } = await prepare('resource "terraform_data" "a" {}', place, 'r6')
    expect(await terraform('plan', '-out=plan.bin')).toMatchObject({ exitCode: 0 })
    const { username, password } = await place.grant('r7')
    const applied = await runProgram('terraform', ['apply', '-no-color', 'plan.bin'], {
      ...{ cwd: directory, env: { ...env, TF_HTTP_USERNAME: username, TF_HTTP_PASSWORD: password } },
    })
    expect(`${applied.exitCode} ${applied.stderr}`).toBe('0 ')
    const { stdout } = await runProgram('grep', ['-ra', 'groundplan-state_', directory])
    expect(stdout.toString()).toBe('')
    const unpacked = await runProgram('unzip', ['-p', join(directory, 'plan.bin')])
    expect(unpacked.stdout.toString('latin1')).not.toContain('groundplan-state_')
    expect((await server.store.listVersions(place.key, { limit: 1 }))[0]?.origin).toEqual({
      kind: 'run',
      run: 'r7',
    })
  })
})
