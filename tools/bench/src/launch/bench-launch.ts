import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { ApiClient } from '@groundplan/api-client'
import { Fleet, importConfigured, planMembers, printConfiguration } from '@groundplan/fleet'
import { startForge } from '@groundplan/forge'
import { runProgram } from '@groundplan/process'
import { findPostgresqlPrograms, startPostgresql } from '@groundplan/testing'
import { compileCache } from '../compile-cache.ts'
import { launchAndWait, untilSettled } from './follow-environment.ts'

const owner = 'BANK'
const blueprints = 'blueprints'

/** What each environment has: resources without a provider that would have to be started. */
const module = `variable "name" {
  type = string
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{2,40}$", var.name))
    error_message = "Use 3 to 41 lower case letters, digits and dashes."
  }
}
resource "terraform_data" "this" {
  count = 5
  input = "\${var.name}-\${count.index}"
}
output "names" {
  value = terraform_data.this[*].output
}
`

/** Launches that are measured one by one, after one to warm up. */
const launches = 5
const checks = 8
/** Pause between two checks, in milliseconds: as somebody types who is fast. */
const pause = 700

/**
 * How long a launch takes, from the request until the environment is active, beside the same module with Terraform alone; how long a form waits for
 * its values to be checked; and many environments at once, on two workers. Medians, in milliseconds.
 */
export async function benchLaunch(environments: number): Promise<Readonly<Record<string, unknown>>> {
  const directory = await mkdtemp(join(tmpdir(), 'groundplan-bench-launch-'))
  const postgresql = await startPostgresql((await findPostgresqlPrograms()) ?? 'missing: install PostgreSQL')
  const forge = await startForge()
  let fleet: Fleet | undefined
  try {
    await forge.people.createRepository({
      ...{ owner, name: blueprints },
      files: { 'groundplan.yaml': printConfiguration(forge, { owner, blueprints }) },
    })
    await forge.people.createRepository({ owner, name: 'modules', files: { 'names/main.tf': module } })
    const members = await planMembers({
      ...{ forge, owner, blueprints, directory, databaseUrl: postgresql.url, apis: 1, workers: 2 },
      env: { GROUNDPLAN_POLL: 'off', NODE_COMPILE_CACHE: compileCache },
    })
    fleet = new Fleet(members, note)
    const [first, ...others] = fleet.members
    // One migrates the database.
    if (first !== undefined) await fleet.start(first)
    await Promise.all(others.map((member) => fleet?.start(member)))
    const client = fleet.client((urls) => urls[0] ?? '')
    if (client === undefined) throw new Error('No API server answers.')
    await publish(client)
    note('published')
    const [bare, launch]: [number[], number[]] = [[], []]
    for (let number = 0; number <= launches; number += 1) {
      bare.push(await runBare(join(directory, `bare-${number}`)))
      const { id, milliseconds } = await launchAndWait(client, `one-${number}`)
      launch.push(milliseconds)
      await client.environments.end.mutate({ id })
      await untilSettled(client, id)
    }
    note('launched one by one')
    const check = await measureChecks(client)
    note('checked')
    const concurrent = await launchMany(client, environments)
    return {
      ...{ bare_ms: median(bare.slice(1)), launch_ms: median(launch.slice(1)), check_ms: median(check) },
      concurrent,
    }
  } finally {
    await fleet?.close()
    await forge.close()
    await postgresql.stop()
    await rm(directory, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function publish(client: ApiClient): Promise<void> {
  await importConfigured(client)
  const { items } = await client.proposals.list.query({ status: 'open' })
  for (const { number } of items) await client.proposals.approve.mutate({ number })
  const { items: entries } = await client.catalog.list.query({})
  if (!entries.some(({ name }) => name === 'names')) throw new Error('The blueprint is not in the catalog.')
}

/** The same with Terraform alone, in milliseconds. */
async function runBare(directory: string): Promise<number> {
  await mkdir(directory)
  await writeFile(join(directory, 'main.tf'), module)
  const start = performance.now()
  for (const args of [
    ['init', '-input=false'],
    ['plan', '-input=false', '-out=plan', '-var=name=bare'],
    ['apply', '-input=false', 'plan'],
  ]) {
    const { exitCode, stderr } = await runProgram('terraform', args, { cwd: directory })
    if (exitCode !== 0) throw new Error(`terraform ${args[0]}: ${stderr}`)
  }
  return performance.now() - start
}

async function measureChecks(client: ApiClient): Promise<readonly number[]> {
  const times: number[] = []
  // The first one prepares the module.
  for (let number = 0; number <= checks; number += 1) {
    const start = performance.now()
    const inputs = { name: 'x'.repeat(number) }
    const found = await client.environments.checkValues.mutate({ blueprint: { name: 'names' }, inputs })
    if (found.unavailable !== undefined) throw new Error(found.unavailable)
    if (found.problems.length > 0 !== number < 3) throw new Error(`"${inputs.name}" was not checked.`)
    times.push(performance.now() - start)
    await delay(pause)
  }
  return times.slice(1)
}

async function launchMany(client: ApiClient, count: number) {
  const start = performance.now()
  const names = Array.from({ length: count }, (_, index) => `many-${index}`)
  const launched = await Promise.all(names.map((name) => launchAndWait(client, name)))
  await Promise.all(launched.map(({ id }) => client.environments.end.mutate({ id })))
  const states = await Promise.all(launched.map(({ id }) => untilSettled(client, id)))
  const ended = states.filter((state) => state === 'ended').length
  return { launched: launched.length, ended, seconds: Math.round((performance.now() - start) / 100) / 10 }
}

function median(values: readonly number[]): number {
  return Math.round(values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? NaN)
}

function note(step: string): void {
  process.stderr.write(`${Math.round(performance.now() / 1000)} s: ${step}\n`)
}
