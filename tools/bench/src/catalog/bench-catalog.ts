import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createNodeApiClient } from '@groundplan/api-client/node'
import type { IdentityProvider } from '@groundplan/identity-provider'
import {
  forkModule,
  HelperProcess,
  readAnnouncement,
  shortPauses,
  type ForkedModule,
} from '@groundplan/process'
import { findFreePort, findPostgresqlPrograms, startPostgresql } from '@groundplan/testing'
import { compileCache } from '../compile-cache.ts'
import { fillServer, runSql } from './fill-server.ts'
import { generateCatalog } from './generate-catalog.ts'
import type { QueryResult, QueryTask } from './query-process.ts'
import type { RequestKind } from './create-requests.ts'
import { signInPeople, signInSettings, startProvider, type SignedInPeople } from './sign-in.ts'

export interface CatalogBenchOptions {
  readonly blueprints: number
  readonly requestsPerSecond: number
  readonly seconds: number
}

/** The catalog with which approving is compared. */
const fewBlueprints = 100

/** Approvals of each catalog, the first of them to warm up. */
const approvals = 10
const warmUps = 3

const serverModule = join(import.meta.dirname, '../../../../apps/server/src/main.ts')

/**
 * Queries a server on a PostgreSQL of its own, as somebody who has signed in, at a steady rate from another process, and approves proposals on it and on one with few
 * blueprints. Latencies are in milliseconds, from when a request was due; `floor` only asks the database for a constant. Memory is
 * what the server's process takes after that, in MB.
 */
export async function benchCatalog(options: CatalogBenchOptions): Promise<Readonly<Record<string, unknown>>> {
  const directory = await mkdtemp(join(tmpdir(), 'groundplan-bench-'))
  const programs = (await findPostgresqlPrograms()) ?? 'missing: install PostgreSQL'
  const postgresql = await startPostgresql(programs)
  const ports = [await findFreePort(), await findFreePort()]
  const provider = await startProvider(ports.map((port) => `http://localhost:${port}`))
  const servers: RunningServer[] = []
  try {
    const blueprints = await generateCatalog(options.blueprints)
    await runSql({ programs, databaseUrl: postgresql.url }, 'create database few')
    const common = { programs, proposals: approvals }
    const many = { home: join(directory, 'many'), databaseUrl: postgresql.url }
    const few = { home: join(directory, 'few'), databaseUrl: postgresql.url.replace('/postgres?', '/few?') }
    await Promise.all([
      fillServer({ ...common, ...few, blueprints: blueprints.slice(0, fewBlueprints) }),
      fillServer({ ...common, ...many, blueprints }),
    ])
    note('filled')
    const start = async (place: ServerPlace, port: number | undefined) => {
      const server = await startServer(place, { port, provider })
      servers.push(server)
      return server
    }
    const [small, large] = await Promise.all([start(few, ports[0]), start(many, ports[1])])
    note('started')
    const approving = await compareApprovals(small, large)
    await small.process.stop()
    note('approved')
    const names = blueprints.map(({ entry }) => entry.name)
    const { latencies, lateness, failures } = await query(large, names, options)
    note(
      `queried; requests were sent ${quantile(lateness, 0.5)} ms late, 1 % more than ${quantile(lateness, 0.99)} ms`,
    )
    if (failures.length > 0) throw new Error(`${failures.length} requests failed, e.g. ${failures[0]}`)
    const summary = (kind: RequestKind) => ({
      p50_ms: quantile(latencies[kind], 0.5),
      p99_ms: quantile(latencies[kind], 0.99),
    })
    return {
      blueprints: options.blueprints,
      requests_per_second: options.requestsPerSecond,
      ...{ list: summary('list'), search: summary('search'), get: summary('get'), floor: summary('floor') },
      approve_ms: approving,
      memory_mb: await readMemory(many.home),
    }
  } finally {
    for (const { process } of servers) await process.stop()
    await provider.close()
    await postgresql.stop()
    await rm(directory, { recursive: true, force: true, maxRetries: 5 })
  }
}

interface RunningServer extends SignedInPeople {
  readonly url: string
  readonly process: ForkedModule
}

interface ServerPlace {
  readonly home: string
  readonly databaseUrl: string
}

/** Starts a server on which people sign in, and two of them do. */
async function startServer(
  { home, databaseUrl }: ServerPlace,
  { port, provider }: { readonly port: number | undefined; readonly provider: IdentityProvider },
): Promise<RunningServer> {
  const process = forkModule(serverModule, {
    name: 'server',
    nodeOptions: shortPauses,
    env: {
      ...{ DATABASE_URL: databaseUrl, GROUNDPLAN_HOME: home, GROUNDPLAN_PORT: String(port) },
      ...{ ...signInSettings(provider), GROUNDPLAN_POLL: 'off' },
      // As `groundplan serve` starts it, without a line for each request between the results.
      ...{ NODE_COMPILE_CACHE: compileCache, GROUNDPLAN_LOG_LEVEL: 'warn' },
      GROUNDPLAN_LOCAL_SIGN_IN: 'off',
    },
  })
  const { url, message } = (await process.firstMessage) as {
    readonly url?: string
    readonly message?: string
  }
  if (url === undefined) throw new Error(`The server did not start: ${message}`)
  return { url, process, ...(await signInPeople(url)) }
}

/** Takes turns, so that both meet the same machine. */
async function compareApprovals(
  small: RunningServer,
  large: RunningServer,
): Promise<{ readonly at_100: number; readonly at_10000: number }> {
  const times = { small: [] as number[], large: [] as number[] }
  for (let number = 1; number <= approvals; number += 1) {
    times.small.push(await approve(small, number))
    times.large.push(await approve(large, number))
  }
  return {
    at_100: quantile(times.small.slice(warmUps), 0.5),
    at_10000: quantile(times.large.slice(warmUps), 0.5),
  }
}

async function approve({ url, admin }: RunningServer, number: number): Promise<number> {
  const client = createNodeApiClient(url, { accessToken: admin })
  const start = performance.now()
  const { blueprint } = await client.proposals.approve.mutate({ number })
  const milliseconds = performance.now() - start
  const { version } = await client.catalog.get.query({ name: blueprint })
  if (version !== '1.4.1') throw new Error(`${blueprint} has version ${version} after its update.`)
  return milliseconds
}

async function query(
  { url, developer }: RunningServer,
  names: readonly string[],
  { requestsPerSecond, seconds }: CatalogBenchOptions,
): Promise<QueryResult> {
  const process = new HelperProcess<QueryTask, QueryResult>({
    module: join(import.meta.dirname, 'query-process.ts'),
    name: 'The process that queries the catalog',
  })
  const task = { url, session: developer, requestsPerSecond, names }
  await process.run({ ...task, seconds: 5 })
  return process.run({ ...task, seconds })
}

/** What the process of a server has in memory (Linux), in MB. */
async function readMemory(home: string): Promise<number> {
  const announcement = await readAnnouncement(home)
  const status = await readFile(`/proc/${announcement?.pid}/status`, 'utf8')
  return Math.round(Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 1024)
}

function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((left, right) => left - right)
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN
  return Math.round(value * 10) / 10
}

function note(step: string): void {
  process.stderr.write(`${Math.round(performance.now() / 1000)} s: ${step}\n`)
}
