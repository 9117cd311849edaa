// Over 300 lines: one suite, whose tests share a worker and a reader that opens when told.
import { CancelledError, NotFoundError } from '@groundplan/errors'
import { handler } from '@groundplan/jobs'
import { InMemoryJobs } from '@groundplan/jobs/testing'
import { InMemoryProposalStore } from '@groundplan/proposal/testing'
import { MemoryModuleCache } from '@groundplan/terraform-module'
import type { RepositoryReader, RepositorySnapshot, ReviewRepository } from '@groundplan/scm'
import { patience } from '@groundplan/testing'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { InMemoryNameReservations } from '../naming/in-memory-name-reservations.ts'
import { InMemoryRepositoryRegistry } from '../registry/in-memory-repository-registry.ts'
import { InMemoryScanStore } from '../scan/in-memory-scan-store.ts'
import { importJob } from './import-job.ts'
import { defaultImportLimits, type ImportLimits } from '../import-limits.ts'
import type { ListedImport } from './import.ts'
import { Imports } from './imports.ts'
import { InMemoryImportStore } from './in-memory-import-store.ts'
import { performImport } from './perform-import.ts'

const request = (address: string) => ({ repositories: [{ address }] })
const statusOf = ({ state }: Pick<ListedImport, 'state'>) => state.status

/** A reader whose repositories open, all empty, when the test says so. */
class GatedReader implements RepositoryReader {
  readonly opened: string[] = []
  readonly #gates = new Map<string, PromiseWithResolvers<undefined>>()

  async open(...[{ address }, { signal } = {}]: Parameters<RepositoryReader['open']>) {
    this.opened.push(address)
    const stopped = new Promise<never>((_, reject) =>
      signal?.addEventListener('abort', () => reject(new CancelledError())),
    )
    await Promise.race([this.#gate(address).promise, stopped])
    const snapshot: RepositorySnapshot = {
      name: address.slice(1),
      address,
      scope: '.',
      ref: 'main',
      commit: 'c',
      hasCommit: async () => true,
      reaches: async () => true,
      listEntries: async () => [],
      readBlobs: async () => new Map(),
      lastChanges: async (selections) => selections.map(() => 'c'),
      listRefs: async () => ({ branches: new Map(), tags: new Map() }),
      at: () => snapshot,
      named: () => snapshot,
      close: async () => {},
    }
    return snapshot
  }

  /** Lets a repository open. */
  release(address: string): void {
    this.#gate(address).resolve(undefined)
  }

  #gate(address: string): PromiseWithResolvers<undefined> {
    const gate = this.#gates.get(address) ?? Promise.withResolvers<undefined>()
    this.#gates.set(address, gate)
    return gate
  }
}

/** An import of empty repositories asks no more than this. */
const repository = {
  refresh: async () => {},
  readHead: async () => ({ branch: 'main', commit: 'c' }),
  readBranches: async () => ({ head: { branch: 'main', commit: 'c' }, tips: new Map() }),
  listEntries: async () => [],
  readTexts: async () => new Map(),
  findBranch: async () => undefined,
} as unknown as ReviewRepository

interface Situation {
  readonly imports: Imports
  readonly store: InMemoryImportStore
  readonly reader: GatedReader
  readonly proposals: InMemoryProposalStore
  /** Begins to work, as one more server. */
  readonly work: () => Promise<InMemoryJobs>
  readonly close: () => Promise<void>
}

const now = () => new Date(Date.UTC(2026, 0, 1))

/** One server with one place, unless a test is about more. */
async function open(
  given: Partial<ImportLimits> = {},
  { repository: reviewed = repository } = {},
): Promise<Situation> {
  const limits = { ...defaultImportLimits, running: 1, progress: 5, watch: 5, ...given }
  const reader = new GatedReader()
  const jobs = new InMemoryJobs()
  const store = new InMemoryImportStore(jobs)
  const proposals = new InMemoryProposalStore()
  const dependencies = {
    ...{ reader, repository: reviewed, proposals, imports: store, now, version: '1' },
    ...{
      modules: new MemoryModuleCache(),
      scans: new InMemoryScanStore(),
      names: new InMemoryNameReservations(),
      registry: new InMemoryRepositoryRegistry(),
    },
  }
  const run = handler({
    kind: importJob,
    concurrency: limits.running,
    run: (job) => performImport(job, dependencies, limits),
    onGivenUp: ({ number }) => store.interrupt(number, now()),
  })
  const work = async () => (await jobs.work([run]), jobs)
  await work()
  const imports = new Imports({ store, now }, limits)
  return { imports, store, reader, proposals, work, close: () => jobs.close() }
}

const forever = new AbortController().signal
const turn = () => new Promise((resolve) => setTimeout(resolve, 0))

/** Everything that a watcher sees, as statuses. */
async function watchAll(imports: Imports, number: number, signal = forever): Promise<readonly string[]> {
  const seen: string[] = []
  for await (const step of imports.watch(number, signal)) {
    const status = statusOf(step)
    if (seen.at(-1) !== status) seen.push(status)
  }
  return seen
}

const statuses = async (imports: Imports) =>
  (await imports.list({ limit: 5 })).items.toReversed().map(statusOf)
const until = (imports: Imports, number: number, status: string) =>
  vi.waitFor(async () => expect(statusOf(await imports.get(number))).toBe(status), {
    ...patience,
    interval: 2,
  })

describe('imports', () => {
  let situation: Situation
  afterEach(() => situation.close())
  const use = async (...options: Parameters<typeof open>) => (situation = await open(...options))

  it('answer at once and run in the background', async () => {
    const { imports, reader } = await use()
    const started = await imports.start(request('/a'))
    expect(started).toMatchObject({ number: 1, state: { status: 'waiting' }, request: request('/a') })
    reader.release('/a')
    expect((await watchAll(imports, 1)).at(-1)).toBe('finished')
    expect((await imports.get(1)).state).toMatchObject({
      report: { repositories: [{ status: 'read', address: '/a' }], modules: [] },
    })
  })

  it('run as many at a time as they may, in order', async () => {
    const { imports, reader } = await use()
    await imports.start(request('/a'))
    await imports.start(request('/b'))
    await until(imports, 1, 'running')
    expect(await statuses(imports)).toEqual(['running', 'waiting'])
    expect(reader.opened).toEqual(['/a'])
    reader.release('/b')
    reader.release('/a')
    await watchAll(imports, 2)
    expect(reader.opened).toEqual(['/a', '/b'])
    expect(await statuses(imports)).toEqual(['finished', 'finished'])
  })

  it('run several at a time, so that a silent remote delays nobody else', async () => {
    const { imports, reader } = await use({ running: 2 })
    for (const address of ['/silent', '/a', '/b']) await imports.start(request(address))
    reader.release('/a')
    reader.release('/b')
    expect((await watchAll(imports, 3)).at(-1)).toBe('finished')
    expect(await statuses(imports)).toEqual(['running', 'finished', 'finished'])
  })

  it('that people ask for go before those that the server begins by itself', async () => {
    const { imports, reader } = await use()
    await imports.start(request('/a'))
    await until(imports, 1, 'running')
    await imports.startOnce(request('/polled'))
    await imports.start(request('/b'))
    for (const address of ['/a', '/polled', '/b']) reader.release(address)
    await watchAll(imports, 2)
    expect(reader.opened).toEqual(['/a', '/b', '/polled'])
  })

  it('show how far they are', async () => {
    const { imports } = await use()
    await imports.start(request('/a'))
    await vi.waitFor(
      async () =>
        expect((await imports.get(1)).state).toEqual({
          status: 'running',
          progress: { phase: 'opening', done: 0, total: 1, subject: '/a' },
        }),
      patience,
    )
  })

  it('are not known by a number that was never given', async () => {
    const { imports } = await use()
    await expect(imports.get(3)).rejects.toThrow(NotFoundError)
    await expect(imports.cancel(3)).rejects.toThrow(NotFoundError)
    await expect(imports.watch(3, forever).next()).rejects.toThrow(NotFoundError)
  })

  it('that wait and cover a request make another one unnecessary', async () => {
    const { imports } = await use()
    await imports.start(request('/a'))
    await until(imports, 1, 'running')
    const only = { host: 'here', owner: 'acme', name: 'x' }
    const startOnce = (asked: object) => imports.startOnce({ repositories: [], configured: true, ...asked })
    expect((await startOnce({ only })).number).toBe(2)
    expect((await startOnce({ only })).number).toBe(2)
    expect((await startOnce({})).number).toBe(3)
    expect((await startOnce({ only: { ...only, name: 'y' } })).number).toBe(3)
  })

  it('are refused if an address carries credentials', async () => {
    const { imports } = await use()
    await expect(imports.start(request('https://u:p@example.com/a'))).rejects.toThrow('contains credentials')
  })

  describe('watch', () => {
    it('shows a late watcher the outcome', async () => {
      const { imports, reader } = await use()
      await imports.start(request('/a'))
      reader.release('/a')
      await watchAll(imports, 1)
      expect(await watchAll(imports, 1)).toEqual(['finished'])
    })

    it('serves any number of watchers', async () => {
      const { imports, reader } = await use()
      await imports.start(request('/a'))
      const watching = [1, 2, 3].map(() => watchAll(imports, 1))
      await until(imports, 1, 'running')
      reader.release('/a')
      for (const seen of await Promise.all(watching)) expect(seen.at(-1)).toBe('finished')
    })

    it('shares one read among all watchers', async () => {
      const { imports, store } = await use({ watch: 50 })
      await imports.start(request('/a'))
      const find = vi.spyOn(store, 'find')
      const stop = new AbortController()
      const watching = Array.from({ length: 20 }, () => watchAll(imports, 1, stop.signal))
      await until(imports, 1, 'running')
      const direct = find.mock.calls.length
      await vi.waitFor(() => expect(find.mock.calls.length).toBeGreaterThan(direct + 3), patience)
      stop.abort()
      await Promise.all(watching)
      expect(find.mock.calls.length).toBeLessThan(direct + 15)
    })

    it('ends when the watcher goes away, at once if that was before', async () => {
      const { imports } = await use()
      await imports.start(request('/a'))
      await until(imports, 1, 'running')
      const stop = new AbortController()
      const watching = watchAll(imports, 1, stop.signal)
      await turn()
      stop.abort()
      expect(await watching).toEqual(['running'])
      expect(await watchAll(imports, 1, AbortSignal.abort())).toHaveLength(1)
    })

    it('is refused to more people than may watch, until one leaves', async () => {
      const { imports } = await use({ watchers: 2 })
      await imports.start(request('/a'))
      const stop = new AbortController()
      const watching = [watchAll(imports, 1, stop.signal), watchAll(imports, 1, stop.signal)]
      await turn()
      await expect(watchAll(imports, 1)).rejects.toThrow('Too many clients are watching import 1 (2).')
      stop.abort()
      await Promise.all(watching)
      expect(await watchAll(imports, 1, AbortSignal.abort())).toHaveLength(1)
    })
  })

  describe('cancel', () => {
    it('stops the import and answers when it has stopped', async () => {
      const { imports } = await use()
      await imports.start(request('/a'))
      await until(imports, 1, 'running')
      expect(statusOf(await imports.cancel(1))).toBe('cancelled')
      expect(statusOf(await imports.get(1))).toBe('cancelled')
    })

    it('of an import that waits does not wait for those before it, and it never runs', async () => {
      const { imports, reader } = await use()
      for (const address of ['/a', '/b', '/c']) await imports.start(request(address))
      await until(imports, 1, 'running')
      expect(statusOf(await imports.cancel(2))).toBe('cancelled')
      expect(statusOf(await imports.get(1))).toBe('running')
      reader.release('/a')
      reader.release('/c')
      await watchAll(imports, 3)
      expect(reader.opened).toEqual(['/a', '/c'])
    })

    it('does nothing after an import has ended', async () => {
      const { imports, reader } = await use()
      await imports.start(request('/a'))
      reader.release('/a')
      await watchAll(imports, 1)
      expect(statusOf(await imports.cancel(1))).toBe('finished')
    })

    it('can be requested several times', async () => {
      const { imports } = await use()
      await imports.start(request('/a'))
      await until(imports, 1, 'running')
      const all = await Promise.all([imports.cancel(1), imports.cancel(1), imports.cancel(1)])
      expect(all.map(statusOf)).toEqual(['cancelled', 'cancelled', 'cancelled'])
    })
  })

  it('fail if they take too long, and free their place although the work does not stop', async () => {
    const { imports, reader } = await use({ import: 60, grace: 10 })
    reader.open = () => new Promise(() => {})
    await imports.start(request('/stuck'))
    await imports.start(request('/b'))
    expect((await watchAll(imports, 1)).at(-1)).toBe('failed')
    expect((await imports.get(1)).state).toMatchObject({
      message: expect.stringContaining('took longer than'),
    })
    expect((await watchAll(imports, 2)).at(-1)).toBe('failed')
  })

  it('go on without a repository that takes too long', async () => {
    const { imports, reader } = await use({ repository: 30 })
    reader.release('/a')
    await imports.start({ repositories: [{ address: '/silent' }, { address: '/a' }] })
    expect((await watchAll(imports, 1)).at(-1)).toBe('finished')
    expect((await imports.get(1)).state).toMatchObject({
      report: {
        repositories: [
          { status: 'failed', address: '/silent', message: expect.stringContaining('took longer than') },
          { status: 'read', address: '/a' },
        ],
      },
    })
  })

  it('go on with what they have read when all repositories together take too long', async () => {
    const { imports, reader } = await use({ reading: 40 })
    const addresses = ['/s1', '/s2', '/s3', '/a', '/s4', '/s5']
    reader.release('/a')
    await imports.start({ repositories: addresses.map((address) => ({ address })) })
    expect((await watchAll(imports, 1)).at(-1)).toBe('finished')
    const { state } = await imports.get(1)
    const found = state.status === 'finished' ? state.report.repositories.map(({ status }) => status) : []
    expect(found).toEqual(['failed', 'failed', 'failed', 'read', 'failed', 'failed'])
  })

  it('wait again when their worker stops', async () => {
    const { imports, close } = await use()
    await imports.start(request('/a'))
    await imports.start(request('/b'))
    await until(imports, 1, 'running')
    await close()
    expect(await statuses(imports)).toEqual(['waiting', 'waiting'])
  })

  it('begin again when their worker has lost the job, and end once', async () => {
    const { imports, store, reader } = await use()
    await imports.start(request('/a'))
    await until(imports, 1, 'running')
    // As if another worker had taken it for dead.
    await store.begin(1, 'another')
    await vi.waitFor(() => expect(reader.opened).toEqual(['/a', '/a']), patience)
    reader.release('/a')
    expect((await watchAll(imports, 1)).at(-1)).toBe('finished')
  })

  it('are done again if nobody could record how they ended', async () => {
    const { imports, store, reader } = await use()
    const end = store.end.bind(store)
    await imports.start(request('/a'))
    await until(imports, 1, 'running')
    store.end = () => Promise.reject(new Error('gone'))
    reader.release('/a')
    await vi.waitFor(() => expect(reader.opened).toEqual(['/a', '/a']), patience)
    store.end = end
    expect((await watchAll(imports, 1)).at(-1)).toBe('finished')
  })

  it('tell why they failed', async () => {
    const readHead = () => Promise.reject(new NotFoundError('gone', { hint: 'mend it' }))
    const { imports, reader } = await use({}, { repository: { ...repository, readHead } as ReviewRepository })
    await imports.start(request('/a'))
    reader.release('/a')
    await watchAll(imports, 1)
    expect((await imports.get(1)).state).toEqual({
      ...{ status: 'failed', at: now(), code: 'not-found', message: 'gone', hint: 'mend it' },
    })
  })
})
