import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createNodeApiClient } from '@groundplan/api-client/node'
import { errorMessage } from '@groundplan/errors'
import { forkModule } from '@groundplan/process'
import { findPostgresqlPrograms, GitRepository, startPostgresql } from '@groundplan/testing'

const server = join(import.meta.dirname, '../../../apps/server/src/main.ts')

/** Proposals that wait beside those that are approved. */
const others = 200

/** One in so many who approve looks at once whether the blueprint is in the catalog; at the end all are counted. */
const sampled = 10

/** How long another request may take meanwhile, in milliseconds. */
const longest = 250

export interface ApprovalsResult {
  readonly approvals: number
  readonly succeeded: number
  readonly failed: number
  readonly seconds: number
  readonly slowest_other_ms: number
  /** How many other requests were made meanwhile. */
  readonly others: number
  readonly faults: readonly string[]
}

/**
 * Approves so many proposals at once on a server with a real PostgreSQL, while others read the catalog and ask whether the server
 * is well. All must succeed, be in the catalog when they are answered, and delay nobody.
 */
export async function proveApprovals(count: number): Promise<ApprovalsResult> {
  const directory = await mkdtemp(join(tmpdir(), 'groundplan-prove-'))
  const database = await startPostgresql((await findPostgresqlPrograms()) ?? 'missing: install PostgreSQL')
  const child = forkModule(server, {
    name: 'server',
    env: {
      DATABASE_URL: database.url,
      GROUNDPLAN_HOME: join(directory, 'home'),
      GROUNDPLAN_PORT: '0',
      GROUNDPLAN_LOG_LEVEL: 'warn',
      GROUNDPLAN_POLL: 'off',
      GROUNDPLAN_LOCAL_SIGN_IN: 'off',
    },
  })
  try {
    const { url = '' } = (await child.firstMessage) as { readonly url?: string }
    await propose(url, join(directory, 'estate'), count + others)
    return await approve(url, count)
  } finally {
    await child.stop()
    await database.stop()
    await rm(directory, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function propose(url: string, directory: string, modules: number): Promise<void> {
  const estate = await GitRepository.create(directory)
  const names = Array.from({ length: modules }, (_, index) => `modules/m${String(index).padStart(4, '0')}`)
  const text = 'variable "name" {\n  type = string\n}\n\nresource "null_resource" "this" {}\n'
  await estate.commit(Object.fromEntries(names.map((name) => [`${name}/main.tf`, text])))
  const client = createNodeApiClient(url)
  const { number } = await client.imports.start.mutate({ repositories: [{ address: directory }] })
  for (;;) {
    const { state } = await client.imports.get.query({ number })
    if (state.status === 'finished') return
    if (state.status !== 'waiting' && state.status !== 'running')
      throw new Error(`The import ${state.status}.`)
    await pause(200)
  }
}

async function approve(url: string, count: number): Promise<ApprovalsResult> {
  const faults: string[] = []
  const watch = watchOthers(url)
  await pause(500)
  const start = Date.now()
  const results = await Promise.allSettled(
    Array.from({ length: count }, (_, index) => approveOne(url, index + 1)),
  )
  const seconds = (Date.now() - start) / 1000
  const { slowest, requests } = await watch.stop()
  for (const result of results) {
    if (result.status === 'rejected') faults.push(errorMessage(result.reason))
  }
  const published = await createNodeApiClient(url).catalog.count.query()
  if (published.count !== count) faults.push(`${published.count} of ${count} are in the catalog.`)
  if (slowest > longest) faults.push(`Another request took ${slowest} ms.`)
  const succeeded = results.filter(({ status }) => status === 'fulfilled').length
  return {
    ...{ approvals: count, succeeded, failed: count - succeeded, seconds: Math.round(seconds * 10) / 10 },
    ...{ slowest_other_ms: slowest, others: requests, faults },
  }
}

/** With a request of its own, as a hundred people at a hundred browsers make it. */
async function approveOne(url: string, number: number): Promise<void> {
  const client = createNodeApiClient(url)
  const { blueprint } = await client.proposals.approve.mutate({ number })
  if (number % sampled !== 0) return
  const { version } = await client.catalog.get.query({ name: blueprint })
  if (version !== '1.0.0') throw new Error(`${blueprint} has version ${version}.`)
}

/** Asks for other things again and again, and measures the slowest answer. */
function watchOthers(url: string): { stop(): Promise<{ slowest: number; requests: number }> } {
  const client = createNodeApiClient(url)
  let [running, slowest, requests] = [true, 0, 0]
  const measure = async (ask: () => Promise<unknown>) => {
    while (running) {
      const start = performance.now()
      await ask()
      slowest = Math.max(slowest, Math.round(performance.now() - start))
      requests += 1
      await pause(20)
    }
  }
  const all = Promise.all([
    measure(() => client.catalog.list.query()),
    measure(async () => (await fetch(`${url}/health`)).arrayBuffer()),
  ])
  return {
    async stop() {
      running = false
      await all
      return { slowest, requests }
    },
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
