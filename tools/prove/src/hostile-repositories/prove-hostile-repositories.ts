import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createNodeApiClient } from '@groundplan/api-client/node'
import { untilOver } from '@groundplan/fleet'
import type { ApiClient, ImportView } from '@groundplan/api-client'
import { forkModule } from '@groundplan/process'
import { createRandom, GitRepository } from '@groundplan/testing'
import { plainModule, type HostileRepository } from './hostile-repository.ts'
import { objectRepositories } from './object-repositories.ts'
import { programRepositories, readCanaries, writeCanary } from './program-repositories.ts'
import { remoteRepositories, startHostileRemote } from './remote-repositories.ts'
import { textRepositories } from './text-repositories.ts'
import { patience, watchServer } from '../watch/watch-server.ts'

export interface HostileRepositoriesResult {
  readonly repositories: number
  /** Programs that a repository named and that were run. */
  readonly executed: number
  /** Slowest answer of the server to somebody else meanwhile, in milliseconds. */
  readonly slowest_ms: number
  /** Imports that did not end. */
  readonly unfinished: number
  readonly seed: number
  readonly faults: readonly string[]
}

export interface HostileRepositoriesOptions {
  readonly count: number
  readonly seed: number
  /** Only the kinds whose names begin so. */
  readonly only?: string | undefined
}

/** Longest import of a folder, and of a remote before it is cancelled, in milliseconds. */
const longestImport = 600_000
const remoteTime = 20_000
/** Imports that are asked for at the same time. */
const concurrency = 8

const kinds: readonly HostileRepository[] = [
  ...remoteRepositories,
  ...programRepositories,
  ...objectRepositories,
  ...textRepositories,
]

/**
 * Imports hostile repositories into a real server, while another process reads its catalog. No program may run that a repository names,
 * every import must end, and the server must answer all the time.
 */
export async function proveHostileRepositories({
  count,
  seed,
  only = '',
}: HostileRepositoriesOptions): Promise<HostileRepositoriesResult> {
  const root = await mkdtemp(join(tmpdir(), 'groundplan-hostile-'))
  const [canary, log] = [join(root, 'canary'), join(root, 'canary.log')]
  const remote = await startHostileRemote()
  await writeCanary(canary, log)
  const server = forkModule(join(import.meta.dirname, '../../../../apps/server/src/main.ts'), {
    name: 'The server',
    env: {
      GROUNDPLAN_HOME: join(root, 'home'),
      GROUNDPLAN_PORT: '0',
      GROUNDPLAN_POLL: 'off',
      GROUNDPLAN_LOG_LEVEL: 'warn',
      GROUNDPLAN_LOCAL_SIGN_IN: 'off',
      LC_ALL: 'C',
    },
  })
  try {
    const { url } = (await server.firstMessage) as { url: string }
    const client = createNodeApiClient(url)
    await fillCatalog(client, join(root, 'good'))
    const random = createRandom(seed)
    const chosen = kinds.filter(({ name }) => name.startsWith(only))
    const wanted = Array.from({ length: Math.max(count, chosen.length) }, (_, index) => index)
    const addresses: { name: string; address: string }[] = []
    for (const index of wanted) {
      const kind = chosen[index % chosen.length] as HostileRepository
      const directory = join(root, `h${index}-${kind.name.replaceAll('/', '-')}`)
      await mkdir(directory)
      addresses.push({
        name: kind.name,
        address: await kind.create({ directory, canary, random, remote: remote.url }),
      })
    }
    const watching = watchServer(url)
    const unfinished = await importAll(client, addresses)
    const { slowest, failures } = await watching.end()
    const executed = await readCanaries(log)
    const slowest_ms = Math.round(slowest.milliseconds)
    const faults = [
      ...executed.map((line) => `run: ${line}`),
      ...unfinished.map((name) => `not finished: ${name}`),
      ...failures.map((failure) => `not served: ${failure}`),
      ...(slowest_ms > patience ? [`${slowest.path} took ${slowest_ms} ms`] : []),
    ]
    const counts = { repositories: addresses.length, executed: executed.length, slowest_ms }
    return { ...counts, unfinished: unfinished.length, seed, faults }
  } finally {
    await server.stop()
    await remote.close()
    await rm(root, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** Something for the other process to read. */
async function fillCatalog(client: ApiClient, directory: string): Promise<void> {
  const repository = await GitRepository.create(directory)
  const names = Array.from({ length: 20 }, (_, index) => `modules/good-${index}/main.tf`)
  await repository.commit(Object.fromEntries(names.map((name) => [name, plainModule])))
  const { number } = await client.imports.start.mutate({ repositories: [{ address: directory }] })
  await untilOver(client, number, longestImport)
  for await (const result of await client.proposals.approveEach.mutate({ filter: {} }))
    if (result.outcome === 'refused') throw new Error(result.message)
}

/** Imports each repository by itself, several at a time; gives the names of those that did not end. */
async function importAll(
  client: ApiClient,
  repositories: readonly { readonly name: string; readonly address: string }[],
): Promise<readonly string[]> {
  const unfinished: string[] = []
  const queue = repositories.values()
  const work = async () => {
    for (const { name, address } of queue) {
      const start = performance.now()
      const run = await importOne(client, address)
      const seconds = ((performance.now() - start) / 1000).toFixed(1)
      process.stderr.write(`${seconds.padStart(6)} s  ${name}: ${describe(run)}\n`)
      if (run.state.status === 'waiting' || run.state.status === 'running') unfinished.push(name)
    }
  }
  await Promise.all(Array.from({ length: concurrency }, work))
  return unfinished
}

async function importOne(client: ApiClient, address: string): Promise<ImportView> {
  const isRemote = address.startsWith('http')
  const { number } = await client.imports.start.mutate({ repositories: [{ address }] })
  const run = await untilOver(client, number, isRemote ? remoteTime : longestImport)
  if (run.state.status !== 'running' || !isRemote) return run
  // Whoever waits for a remote that says nothing can stop it at any time.
  void client.imports.cancel.mutate({ number }).catch(() => {})
  return untilOver(client, number, 10_000)
}

function describe({ state }: ImportView): string {
  if (state.status === 'failed') return `failed: ${state.message}`
  if (state.status !== 'finished') return state.status
  const { repositories, modules } = state.report
  const told = repositories.map((repository) =>
    repository.status === 'failed' ? `failed (${repository.message.slice(0, 100)})` : repository.status,
  )
  return `${told.join(', ')}, ${modules.length} modules`
}
