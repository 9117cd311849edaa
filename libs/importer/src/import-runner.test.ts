// Over 300 lines: one suite, whose tests share a runner and a controlled reader.
import { CancelledError, NotFoundError } from '@groundplan/errors'
import { Leases } from '@groundplan/proposal'
import { InMemoryProposalStore } from '@groundplan/proposal/testing'
import { patience } from '@groundplan/testing'
import { MemoryModuleCache } from '@groundplan/terraform-module'
import type { RepositoryReader, RepositorySnapshot, ReviewRepository } from '@groundplan/scm'
import { describe, expect, it, vi } from 'vitest'
import { InMemoryImportRunStore } from './in-memory-import-run-store.ts'
import { InMemoryNameReservations } from './naming/in-memory-name-reservations.ts'
import { InMemoryScanStore } from './scan/in-memory-scan-store.ts'
import { ImportRunner } from './import-runner.ts'
import type { ImportLimits } from './import-limits.ts'
import type { ImportRun, ListedImportRun } from './import-run.ts'

const request = (address: string) => ({ repositories: [{ address }] })
const statusOf = ({ state }: Pick<ListedImportRun, 'state'>) => state.status

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
      listEntries: async () => [],
      readBlobs: async () => new Map(),
      lastChanges: async (selections) => selections.map(() => 'c'),
      listRefs: async () => ({ branches: new Map(), tags: new Map() }),
      at: () => snapshot,
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
} as unknown as ReviewRepository

interface RunnerOptions {
  readonly runs?: InMemoryImportRunStore
  readonly proposals?: InMemoryProposalStore
  readonly limits?: Partial<ImportLimits>
}

/** Most tests are about one run after the other. */
function createRunner({
  runs = new InMemoryImportRunStore(),
  proposals = new InMemoryProposalStore(),
  limits = { running: 1 },
}: RunnerOptions = {}) {
  const reader = new GatedReader()
  const now = () => new Date(Date.UTC(2026, 0, 1))
  const modules = new MemoryModuleCache()
  const runner = new ImportRunner(
    {
      ...{ reader, modules, repository, proposals, runs, now },
      scans: new InMemoryScanStore(),
      names: new InMemoryNameReservations(),
      version: '1',
    },
    limits,
  )
  return { runner, reader, runs, proposals }
}

const forever = new AbortController().signal
const turn = () => new Promise((resolve) => setTimeout(resolve, 0))

/** Everything that a watcher sees, as statuses. */
async function watchAll(runner: ImportRunner, number: number, signal = forever): Promise<readonly string[]> {
  const seen: string[] = []
  for await (const run of runner.watch(number, signal)) {
    const status = statusOf(run)
    if (seen.at(-1) !== status) seen.push(status)
  }
  return seen
}

describe('ImportRunner', () => {
  it('answers at once and runs in the background', async () => {
    const { runner, reader, runs } = createRunner()
    const run = await runner.start(request('/a'))
    expect(run).toMatchObject({ number: 1, state: { status: 'waiting' }, request: request('/a') })
    reader.release('/a')
    expect(await watchAll(runner, 1)).toEqual(['running', 'finished'])
    expect((await runs.find(1))?.state).toMatchObject({
      status: 'finished',
      report: { repositories: [{ status: 'read', address: '/a' }], modules: [] },
    })
  })

  it('runs no more imports at a time than it may, in order', async () => {
    const { runner, reader } = createRunner()
    await runner.start(request('/a'))
    await runner.start(request('/b'))
    await turn()
    expect((await runner.list({ limit: 5 })).items.map(statusOf)).toEqual(['waiting', 'running'])
    expect(reader.opened).toEqual(['/a'])
    reader.release('/b')
    reader.release('/a')
    await watchAll(runner, 2)
    expect(reader.opened).toEqual(['/a', '/b'])
    expect((await runner.list({ limit: 5 })).items.map(statusOf)).toEqual(['finished', 'finished'])
  })

  it('shows how far a run is', async () => {
    const { runner } = createRunner()
    await runner.start(request('/a'))
    await turn()
    expect((await runner.get(1)).state).toEqual({
      status: 'running',
      progress: { phase: 'opening', done: 0, total: 1, subject: '/a' },
    })
    await runner.close()
  })

  it('does not know a number that was never given', async () => {
    const { runner } = createRunner()
    await expect(runner.get(3)).rejects.toThrow(NotFoundError)
    await expect(runner.cancel(3)).rejects.toThrow(NotFoundError)
    await expect(runner.watch(3, forever).next()).rejects.toThrow(NotFoundError)
  })

  describe('watch', () => {
    it('tells a late watcher how the run ended', async () => {
      const { runner, reader } = createRunner()
      await runner.start(request('/a'))
      reader.release('/a')
      await watchAll(runner, 1)
      expect(await watchAll(runner, 1)).toEqual(['finished'])
    })

    it('serves any number of watchers', async () => {
      const { runner, reader } = createRunner()
      await runner.start(request('/a'))
      const watching = [1, 2, 3].map(() => watchAll(runner, 1))
      await turn()
      reader.release('/a')
      expect((await Promise.all(watching)).map((seen) => seen.at(-1))).toEqual([
        'finished',
        'finished',
        'finished',
      ])
    })

    it('does not keep the last step from a slow watcher', async () => {
      const { runner, reader } = createRunner()
      await runner.start(request('/a'))
      await runner.start(request('/b'))
      const steps = runner.watch(2, forever)
      expect(statusOf((await steps.next()).value as ImportRun)).toBe('waiting')
      reader.release('/a')
      reader.release('/b')
      await watchAll(runner, 2)
      expect(statusOf((await steps.next()).value as ImportRun)).toBe('finished')
      expect((await steps.next()).done).toBe(true)
    })

    it('ends when the watcher goes away', async () => {
      const { runner } = createRunner()
      await runner.start(request('/a'))
      const stop = new AbortController()
      const watching = watchAll(runner, 1, stop.signal)
      await turn()
      stop.abort()
      expect(await watching).toEqual(['running'])
      await runner.close()
    })

    it('ends at once for a watcher who is gone already', async () => {
      const { runner } = createRunner()
      await runner.start(request('/a'))
      expect(await watchAll(runner, 1, AbortSignal.abort())).toHaveLength(1)
      await runner.close()
    })

    it('does not wait for a run that a server has left unfinished when it ended', async () => {
      const { runner, runs } = createRunner()
      await runs.add(
        { request: request('/a'), startedAt: new Date(Date.UTC(2026, 0, 1)), state: { status: 'running' } },
        'dead',
      )
      await runner.open()
      expect(await watchAll(runner, 1)).toEqual(['interrupted'])
      await runner.close()
    })

    it('is refused to more people than may watch, until one leaves', async () => {
      const { runner } = createRunner({ limits: { watchers: 2 } })
      await runner.start(request('/a'))
      const stop = new AbortController()
      const watching = [watchAll(runner, 1, stop.signal), watchAll(runner, 1, stop.signal)]
      await turn()
      await expect(watchAll(runner, 1)).rejects.toThrow('Too many clients are watching import 1 (2).')
      stop.abort()
      await Promise.all(watching)
      expect(await watchAll(runner, 1, AbortSignal.abort())).toHaveLength(1)
      await runner.close()
    })
  })

  describe('cancel', () => {
    it('stops the run and answers when it has stopped', async () => {
      const { runner, runs } = createRunner()
      await runner.start(request('/a'))
      await turn()
      expect(statusOf(await runner.cancel(1))).toBe('cancelled')
      expect((await runs.find(1))?.state.status).toBe('cancelled')
    })

    it('of a run that waits does not wait for those before it, and it never runs', async () => {
      const { runner, reader } = createRunner()
      await runner.start(request('/a'))
      await runner.start(request('/b'))
      await runner.start(request('/c'))
      const watching = watchAll(runner, 2)
      await turn()
      expect(statusOf(await runner.cancel(2))).toBe('cancelled')
      expect(await watching).toEqual(['waiting', 'cancelled'])
      expect(statusOf(await runner.get(1))).toBe('running')
      reader.release('/a')
      reader.release('/c')
      await watchAll(runner, 3)
      expect(reader.opened).toEqual(['/a', '/c'])
    })

    it('of a run that is over changes nothing', async () => {
      const { runner, reader } = createRunner()
      await runner.start(request('/a'))
      reader.release('/a')
      await watchAll(runner, 1)
      expect(statusOf(await runner.cancel(1))).toBe('finished')
    })

    it('may be asked for several times', async () => {
      const { runner } = createRunner()
      await runner.start(request('/a'))
      await turn()
      const runs = await Promise.all([runner.cancel(1), runner.cancel(1), runner.cancel(1)])
      expect(runs.map(statusOf)).toEqual(['cancelled', 'cancelled', 'cancelled'])
    })
  })

  it('runs several imports at a time, so that a silent remote delays nobody else', async () => {
    const { runner, reader } = createRunner({ limits: { running: 2 } })
    await runner.start(request('/silent'))
    await runner.start(request('/a'))
    await runner.start(request('/b'))
    reader.release('/a')
    reader.release('/b')
    expect((await watchAll(runner, 3)).at(-1)).toBe('finished')
    expect((await runner.list({ limit: 5 })).items.map(statusOf)).toEqual(['finished', 'finished', 'running'])
    await runner.close()
  })

  it('reads the next repository while an import waits for its turn to propose', async () => {
    const { runner, reader, proposals } = createRunner({ limits: { running: 1 } })
    const long = Promise.withResolvers<undefined>()
    const held = proposals.leases.hold('turn to plan', () => long.promise)
    await runner.start(request('/a'))
    await runner.start(request('/b'))
    reader.release('/a')
    await vi.waitFor(
      async () =>
        expect((await runner.list({ limit: 5 })).items.map(statusOf)).toEqual(['running', 'running']),
      patience,
    )
    reader.release('/b')
    long.resolve(undefined)
    await held
    expect((await watchAll(runner, 2)).at(-1)).toBe('finished')
    await runner.close()
  })

  it('refuses imports when too many wait, also when they come at once', async () => {
    const { runner, runs } = createRunner({ limits: { running: 1, waiting: 3 } })
    await runner.start(request('/a'))
    await turn()
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => runner.start(request('/b'))))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
    expect(results.at(-1)).toMatchObject({ reason: { message: 'Too many imports are waiting (3).' } })
    expect((await runs.list({ limit: 50 })).items).toHaveLength(4)
    await runner.close()
  })

  it('fails an import that takes too long, and frees its place although its work does not stop', async () => {
    const { runner, reader } = createRunner({ limits: { running: 1, import: 60, grace: 10 } })
    reader.open = () => new Promise(() => {})
    await runner.start(request('/stuck'))
    await runner.start(request('/b'))
    expect((await watchAll(runner, 1)).at(-1)).toBe('failed')
    expect((await runner.get(1)).state).toMatchObject({
      message: expect.stringContaining('took longer than'),
    })
    expect((await watchAll(runner, 2)).at(-1)).toBe('failed')
  })

  it('goes on without a repository that takes too long', async () => {
    const { runner, reader } = createRunner({ limits: { repository: 30 } })
    reader.release('/a')
    await runner.start({ repositories: [{ address: '/silent' }, { address: '/a' }] })
    expect((await watchAll(runner, 1)).at(-1)).toBe('finished')
    expect((await runner.get(1)).state).toMatchObject({
      report: {
        repositories: [
          { status: 'failed', address: '/silent', message: expect.stringContaining('took longer than') },
          { status: 'read', address: '/a' },
        ],
      },
    })
  })

  it('goes on with what it has read when all repositories together take too long', async () => {
    const { runner, reader } = createRunner({ limits: { reading: 40 } })
    const addresses = ['/s1', '/s2', '/s3', '/a', '/s4', '/s5']
    reader.release('/a')
    await runner.start({ repositories: addresses.map((address) => ({ address })) })
    expect((await watchAll(runner, 1)).at(-1)).toBe('finished')
    const { state } = await runner.get(1)
    const statuses = state.status === 'finished' ? state.report.repositories.map(({ status }) => status) : []
    expect(statuses).toEqual(['failed', 'failed', 'failed', 'read', 'failed', 'failed'])
  })

  describe('beside another server', () => {
    const limits = { heartbeat: 20, watch: 5 }
    /** Two servers with one database. */
    function createTwo() {
      const runs = new InMemoryImportRunStore()
      const first = createRunner({ runs, limits })
      const proposals = new InMemoryProposalStore()
      const leases = new Leases(first.proposals.leases.store, { holder: 'second' })
      Object.defineProperty(proposals, 'leases', { value: leases })
      return { runs, first, second: createRunner({ runs, proposals, limits }) }
    }

    it('leaves the runs of that one alone and shows them to their end', async () => {
      const { first, second, runs } = createTwo()
      await first.runner.start(request('/a'))
      await second.runner.open()
      await turn()
      expect((await runs.find(1))?.state.status).toBe('running')
      const watching = watchAll(second.runner, 1)
      first.reader.release('/a')
      expect((await watching).at(-1)).toBe('finished')
      await Promise.all([first.runner.close(), second.runner.close()])
    })

    it('has that one stop a run', async () => {
      const { first, second } = createTwo()
      await first.runner.start(request('/a'))
      await turn()
      expect(statusOf(await second.runner.cancel(1))).toBe('cancelled')
      expect(statusOf(await first.runner.get(1))).toBe('cancelled')
      await Promise.all([first.runner.close(), second.runner.close()])
    })

    it('marks the runs of that one as interrupted once it gives no sign of life', async () => {
      const { first, second, runs } = createTwo()
      await first.runner.start(request('/a'))
      await turn()
      await second.runner.open()
      // As if it had ended: its heartbeats do not reach anybody any more.
      const { store, holder } = first.proposals.leases
      const acquire = store.acquire.bind(store)
      store.acquire = async (key, who, milliseconds) =>
        who === holder ? undefined : acquire(key, who, milliseconds)
      expect((await watchAll(second.runner, 1)).at(-1)).toBe('interrupted')
      // It was only slow: what it finds is that its run is over.
      expect((await watchAll(first.runner, 1)).at(-1)).toBe('interrupted')
      expect((await runs.find(1))?.state.status).toBe('interrupted')
      await Promise.all([first.runner.close(), second.runner.close()])
    })
  })

  it('records how a run ended as soon as the database is back', async () => {
    const { runner, reader, runs } = createRunner({ limits: { heartbeat: 10 } })
    const update = runs.update.bind(runs)
    await runner.start(request('/a'))
    await turn()
    runs.update = () => Promise.reject(new Error('gone'))
    reader.release('/a')
    expect((await watchAll(runner, 1)).at(-1)).toBe('finished')
    runs.update = update
    await expect.poll(async () => (await runs.find(1))?.state.status).toBe('finished')
    await runner.close()
  })

  it('marks what it stops when it closes as interrupted, running or waiting', async () => {
    const { runner, reader, runs } = createRunner()
    await runner.start(request('/a'))
    await runner.start(request('/b'))
    await turn()
    await runner.close()
    expect((await runs.list({ limit: 5 })).items.map(statusOf)).toEqual(['interrupted', 'interrupted'])
    expect(reader.opened).toEqual(['/a'])
  })

  describe('with a store that fails', () => {
    it('does not start what it could not record', async () => {
      const runs = new InMemoryImportRunStore()
      const { runner, reader } = createRunner({ runs })
      runs.add = () => Promise.reject(new Error('gone'))
      await expect(runner.start(request('/a'))).rejects.toThrow('gone')
      expect(reader.opened).toEqual([])
    })

    it('still tells how a run ended, and goes on with the next', async () => {
      const runs = new InMemoryImportRunStore()
      const { runner, reader } = createRunner({ runs })
      const update = runs.update.bind(runs)
      await runner.start(request('/a'))
      await turn()
      runs.update = () => Promise.reject(new Error('gone'))
      reader.release('/a')
      expect((await watchAll(runner, 1)).at(-1)).toBe('finished')
      expect(statusOf(await runner.get(1))).toBe('finished')
      runs.update = update
      await runner.start(request('/b'))
      reader.release('/b')
      expect((await watchAll(runner, 2)).at(-1)).toBe('finished')
    })

    it('fails a run that it cannot record as running', async () => {
      const runs = new InMemoryImportRunStore()
      const { runner, reader } = createRunner({ runs })
      runs.update = () => Promise.reject(new Error('gone'))
      await runner.start(request('/a'))
      expect((await watchAll(runner, 1)).at(-1)).toBe('failed')
      expect(reader.opened).toEqual([])
    })
  })

  it('tells why a run failed', async () => {
    const runs = new InMemoryImportRunStore()
    const reader = new GatedReader()
    const broken = {
      ...repository,
      readHead: () => Promise.reject(new NotFoundError('gone', { hint: 'mend it' })),
    }
    const dependencies = {
      reader,
      modules: new MemoryModuleCache(),
      repository: broken,
      proposals: new InMemoryProposalStore(),
      runs,
      scans: new InMemoryScanStore(),
      names: new InMemoryNameReservations(),
      version: '1',
      now: () => new Date(0),
    }
    const runner = new ImportRunner(dependencies)
    await runner.start(request('/a'))
    reader.release('/a')
    await watchAll(runner, 1)
    expect((await runs.find(1))?.state).toEqual({
      status: 'failed',
      at: new Date(0),
      code: 'not-found',
      message: 'gone',
      hint: 'mend it',
    })
  })
})
