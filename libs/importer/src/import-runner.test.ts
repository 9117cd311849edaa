import { CancelledError, NotFoundError } from '@groundplan/errors'
import { InMemoryProposalStore } from '@groundplan/proposal/testing'
import { MemoryModuleCache } from '@groundplan/terraform-module'
import type { RepositoryReader, RepositorySnapshot, ReviewRepository } from '@groundplan/scm'
import { describe, expect, it } from 'vitest'
import { InMemoryImportRunStore } from './in-memory-import-run-store.ts'
import { InMemoryScanStore } from './scan/in-memory-scan-store.ts'
import { ImportRunner } from './import-runner.ts'
import type { ImportRun } from './import-run.ts'

const request = (address: string) => ({ repositories: [{ address }] })
const statusOf = ({ state }: ImportRun) => state.status

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

function createRunner(runs = new InMemoryImportRunStore()) {
  const reader = new GatedReader()
  const now = () => new Date(Date.UTC(2026, 0, 1))
  const proposals = new InMemoryProposalStore()
  const modules = new MemoryModuleCache()
  const runner = new ImportRunner({
    ...{ reader, modules, repository, proposals, runs, now },
    scans: new InMemoryScanStore(),
    version: '1',
  })
  return { runner, reader, runs }
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

  it('runs one import after the other, in order', async () => {
    const { runner, reader } = createRunner()
    await runner.start(request('/a'))
    await runner.start(request('/b'))
    await turn()
    expect((await runner.list(5)).map(statusOf)).toEqual(['waiting', 'running'])
    expect(reader.opened).toEqual(['/a'])
    reader.release('/b')
    reader.release('/a')
    await watchAll(runner, 2)
    expect(reader.opened).toEqual(['/a', '/b'])
    expect((await runner.list(5)).map(statusOf)).toEqual(['finished', 'finished'])
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

    it('does not wait for a run that another server has left unfinished', async () => {
      const { runner, runs } = createRunner()
      await runs.add({ request: request('/a'), startedAt: new Date(0), state: { status: 'running' } })
      expect(await watchAll(runner, 1)).toEqual(['running'])
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

  it('marks what it stops when it closes as interrupted, running or waiting', async () => {
    const { runner, reader, runs } = createRunner()
    await runner.start(request('/a'))
    await runner.start(request('/b'))
    await turn()
    await runner.close()
    expect((await runs.list(5)).map(statusOf)).toEqual(['interrupted', 'interrupted'])
    expect(reader.opened).toEqual(['/a'])
  })

  describe('with a store that fails', () => {
    it('does not start what it could not record', async () => {
      const runs = new InMemoryImportRunStore()
      const { runner, reader } = createRunner(runs)
      runs.add = () => Promise.reject(new Error('gone'))
      await expect(runner.start(request('/a'))).rejects.toThrow('gone')
      expect(reader.opened).toEqual([])
    })

    it('still tells how a run ended, and goes on with the next', async () => {
      const runs = new InMemoryImportRunStore()
      const { runner, reader } = createRunner(runs)
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
      const { runner, reader } = createRunner(runs)
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
