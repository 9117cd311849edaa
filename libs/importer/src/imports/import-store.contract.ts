// Over 300 lines: one suite, which every store runs as a whole.
import type { JobQueue, NewJob } from '@groundplan/jobs'
import { beforeEach, describe, expect, it } from 'vitest'
import type { ModuleOutcome } from '../import-report.ts'
import { toImportJob } from './import-job.ts'
import type { FinalImportState, Import, ImportState, ImportStore } from './import.ts'

const at = new Date('2026-02-03T04:05:06.789Z')
const request = { repositories: [{ address: '/m' }] }
const states: readonly ImportState[] = [
  { status: 'waiting' },
  {
    status: 'running',
    progress: { phase: 'reading', done: 1, total: 3, subject: 'modules/größe "x"' },
  },
  {
    status: 'finished',
    at,
    report: {
      dryRun: false,
      repositories: [
        { status: 'read', name: 'm', address: '/m', ref: 'main', commit: 'abc' },
        { status: 'failed', address: '/gone', code: 'not-found', message: 'It is gone.' },
      ],
      modules: [
        {
          repository: 'm',
          path: 'a',
          outcome: 'failed',
          reason: 'bad \u{1F680}',
          diagnostics: [{ severity: 'error', rule: 'syntax', file: 'a/main.tf', line: 3, message: 'no' }],
        },
      ],
      seconds: 1.25,
    },
  },
  { status: 'failed', at, code: 'internal', message: 'broken', hint: 'mend it' },
  { status: 'cancelled', at },
  { status: 'interrupted', at },
]

/** The contract of every ImportStore. `open` creates an empty one that enqueues its jobs here. */
export function testImportStore(name: string, open: (jobs: JobQueue) => Promise<ImportStore>): void {
  describe(`${name} as an ImportStore`, () => {
    let store: ImportStore
    let jobs: NewJob[]
    beforeEach(async () => {
      jobs = []
      store = await open({ enqueue: async (job) => String(jobs.push(job as unknown as NewJob)) })
    })
    const waiting = 50
    const add = (facts: Partial<Pick<Import, 'request' | 'startedAt'>> = {}) =>
      store.add(facts.request ?? request, { startedAt: facts.startedAt ?? at, waiting })
    /** Brings a new import to a state. */
    const addIn = async (state: ImportState, facts: Partial<Pick<Import, 'request' | 'startedAt'>> = {}) => {
      const { number } = await add(facts)
      if (state.status === 'waiting') return number
      await store.begin(number, 't')
      if (state.status === 'running') await store.report(number, 't', state.progress)
      else await store.end(number, 't', state)
      return number
    }

    it('numbers imports from 1 and gives them back newest first, as many as asked for', async () => {
      for (const address of ['/a', '/b', '/c']) await add({ request: { repositories: [{ address }] } })
      const first = await store.list({ limit: 2 })
      expect(first.items.map(({ number }) => number)).toEqual([3, 2])
      expect((await store.list({ limit: 3 })).next).toBeUndefined()
      // New imports do not shift the pages.
      await add()
      const second = await store.list({ limit: 2, after: first.next })
      expect(second.items.map(({ number }) => number)).toEqual([1])
      expect(second.next).toBeUndefined()
    })

    it('finds nothing under a number that was never given', async () => {
      expect(await store.find(1)).toBeUndefined()
      expect(await store.begin(1, 't')).toBeUndefined()
    })

    it.each(states.map((state) => [state.status, state] as const))(
      'keeps an import that is %s',
      async (_, state) => {
        const large = { repositories: [{ address: '/m', ref: 'v1' }], includeExamples: true, dryRun: true }
        const number = await addIn(state, { request: large })
        expect(await store.find(number)).toEqual({ number, request: large, startedAt: at, state })
      },
    )

    it('lists imports without their reports, and with how many modules had each outcome', async () => {
      for (const state of states) await addIn(state)
      const [interrupted, , , finished] = (await store.list({ limit: 10 })).items
      expect(finished).toEqual({
        ...{ request, startedAt: at, number: 3, state: { status: 'finished', at } },
        counts: { found: 1, new: 0, updated: 0, unchanged: 0, waiting: 0, skipped: 0, failed: 1 },
        failedRepositories: 1,
        problems: 0,
      })
      expect(interrupted).toEqual({
        ...{ request, startedAt: at, number: 6, state: { status: 'interrupted', at } },
      })
    })

    it('enqueues a job with each import, and again for those that are not over', async () => {
      await store.add(request, { startedAt: at, waiting, priority: 3 })
      expect(jobs).toMatchObject([{ payload: { number: 1 }, key: '1', priority: 3 }])
      for (const state of states) await addIn(state)
      jobs.length = 0
      await store.enqueueUnfinished()
      expect(jobs.map(({ key }) => key).toSorted()).toEqual(['1', '2', '3'])
    })

    it('enqueues with the end of an import what has to be done next, unless another attempt has it', async () => {
      const { number } = await add()
      await store.begin(number, 't')
      jobs.length = 0
      const next = toImportJob(7)
      expect(await store.end(number, 'other', { status: 'cancelled', at }, [next])).toBe(false)
      expect(jobs).toEqual([])
      expect(await store.end(number, 't', { status: 'cancelled', at }, [next])).toBe(true)
      expect(jobs).toEqual([next])
    })

    it('replaces the problems of one kind in the report of an import, if that has finished', async () => {
      const report = { dryRun: false, repositories: [], modules: [], seconds: 0 }
      const problem = (kind: 'webhook' | 'status', message: string) =>
        ({ kind, message, reason: "It's \u{1F680}.", since: at.toISOString(), links: [] }) as const
      const kept = problem('status', 'No status.')
      const bare = await addIn({ status: 'finished', at, report })
      const known = { ...report, problems: [problem('webhook', 'Old.'), kept] }
      const reported = await addIn({ status: 'finished', at, report: known })
      const running = await addIn({ status: 'running' })
      const webhooks = [problem('webhook', 'No webhook.')]
      for (const number of [bare, reported, running, 99]) await store.setProblems(number, 'webhook', webhooks)
      const problemsOf = async (number: number) => {
        const state = (await store.find(number))?.state
        return state?.status === 'finished' ? state.report.problems : undefined
      }
      expect([await problemsOf(bare), await problemsOf(reported), await problemsOf(running)]).toEqual([
        webhooks,
        [kept, ...webhooks],
        undefined,
      ])
      const { items } = await store.list({ limit: 10 })
      expect(items.find(({ number }) => number === reported)?.problems).toBe(2)
    })

    it('keeps what an import did before it failed or was cancelled, but not in lists', async () => {
      const report = { dryRun: false, repositories: [], modules: [], seconds: 0 }
      const failed = { status: 'failed', at, code: 'internal', message: 'No.', report } as const
      const cancelled = { status: 'cancelled', at, report } as const
      const numbers = [await addIn(failed), await addIn(cancelled)]
      expect(await Promise.all(numbers.map(async (number) => (await store.find(number))?.state))).toEqual([
        failed,
        cancelled,
      ])
      const { items } = await store.list({ limit: 10 })
      expect(items.some(({ state }) => 'report' in state)).toBe(false)
    })

    it('refuses an import when too many wait', async () => {
      const few = { startedAt: at, waiting: 2 }
      await addIn({ status: 'running' })
      const results = await Promise.allSettled([1, 2, 3, 4].map(() => store.add(request, few)))
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
      await expect(store.add(request, few)).rejects.toThrow('Too many imports are waiting (2).')
      expect(jobs).toHaveLength(3)
    })

    it('adds no import that one which waits covers, also when several come at once', async () => {
      const isCovered = () => true
      await addIn({ status: 'running' })
      const adding = [1, 2, 3].map(() => store.add(request, { startedAt: at, waiting, isCovered }))
      expect((await Promise.all(adding)).map(({ number }) => number)).toEqual([2, 2, 2])
      expect(jobs).toHaveLength(2)
      const other = await store.add(request, { startedAt: at, waiting, isCovered: () => false })
      expect(other.number).toBe(3)
    })

    it('lets only the newest attempt change an import', async () => {
      const { number } = await add()
      await store.begin(number, 'first')
      expect(await store.report(number, 'first', undefined)).toBe('continue')
      expect(await store.begin(number, 'second')).toMatchObject({ import: { number }, signal: 'continue' })
      expect(await store.report(number, 'first', { phase: 'reading', done: 9, total: 9, subject: 'm' })).toBe(
        'lost',
      )
      expect(await store.end(number, 'first', { status: 'cancelled', at })).toBe(false)
      await store.release(number, 'first')
      expect((await store.find(number))?.state).toEqual({ status: 'running' })
      expect(await store.end(number, 'second', { status: 'cancelled', at })).toBe(true)
      expect(await store.begin(number, 'third')).toBeUndefined()
      expect(await store.report(number, 'second', undefined)).toBe('lost')
      await store.interrupt(number, at)
      expect((await store.find(number))?.state).toEqual({ status: 'cancelled', at })
    })

    it('has an import that was released wait again', async () => {
      const { number } = await add()
      await store.begin(number, 'first')
      await store.release(number, 'first')
      expect((await store.find(number))?.state).toEqual({ status: 'waiting' })
      expect(await store.begin(number, 'second')).toMatchObject({ signal: 'continue' })
    })

    it('cancels what waits at once, and tells whoever runs or takes over the others', async () => {
      const { number } = await add()
      await store.cancel(number, at)
      expect((await store.find(number))?.state).toEqual({ status: 'cancelled', at })
      const running = await addIn({ status: 'running' })
      await store.cancel(running, at)
      expect((await store.find(running))?.state.status).toBe('running')
      expect(await store.report(running, 't', { phase: 'reading', done: 1, total: 2, subject: 'm' })).toBe(
        'cancel',
      )
      expect(await store.begin(running, 'next')).toMatchObject({ signal: 'cancel' })
    })

    it('marks as interrupted what is not over', async () => {
      for (const state of states) await store.interrupt(await addIn(state), new Date(0))
      const after = (await store.list({ limit: 10 })).items.toReversed().map(({ state }) => state.status)
      const rest = states.slice(2).map(({ status }) => status)
      expect(after).toEqual(['interrupted', 'interrupted', ...rest])
      expect((await store.find(1))?.state).toEqual({ status: 'interrupted', at: new Date(0) })
      expect((await store.find(6))?.state).toEqual({ status: 'interrupted', at })
    })

    it('finds the newest import of everything that is configured', async () => {
      expect(await store.findLatestWhole()).toBeUndefined()
      const whole = { repositories: [], configured: true }
      await add({ request: whole })
      await addIn({ status: 'cancelled', at }, { request: { ...whole, dryRun: false } })
      await add({ request: { ...whole, dryRun: true } })
      await add({ request: { ...whole, only: { host: 'h', owner: 'o', name: 'n' } } })
      await add()
      expect(await store.findLatestWhole()).toMatchObject({ number: 2, state: { status: 'cancelled' } })
    })

    describe('prune', () => {
      const day = 24 * 3_600_000
      const retention = {
        ...{ newest: 1000, quiet: 1000 },
        since: new Date(at.getTime() - 90 * day),
        trimBefore: new Date(at.getTime() - 10 * day),
      }
      const finish = (
        facts: Partial<Pick<Import, 'request' | 'startedAt'>>,
        modules: readonly ModuleOutcome[] = [],
      ) => {
        const report = { dryRun: false, repositories: [], modules, seconds: 0 }
        return addIn({ status: 'finished', at, report }, facts)
      }
      const left = async () => (await store.list({ limit: 50 })).items.map(({ number }) => number)

      it('keeps the newest and everything that is not over', async () => {
        await add()
        for (let count = 0; count < 4; count += 1) await finish({})
        await store.prune({ ...retention, newest: 2 })
        expect(await left()).toEqual([5, 4, 1])
      })

      it('removes what is old', async () => {
        await finish({ startedAt: new Date(at.getTime() - 91 * day) })
        await finish({ startedAt: new Date(at.getTime() - 89 * day) })
        await store.prune(retention)
        expect(await left()).toEqual([2])
        expect(await finish({})).toBe(3)
      })

      it('keeps few of the imports of everything that found nothing to do', async () => {
        const configured = { repositories: [], configured: true }
        const outcome = { repository: 'm', path: 'a', diagnostics: [] } as const
        await finish({ request: configured }, [{ ...outcome, outcome: 'new' }])
        await finish({})
        for (let count = 0; count < 4; count += 1)
          await finish({ request: configured }, [{ ...outcome, outcome: 'unchanged' }])
        await store.prune({ ...retention, quiet: 2 })
        expect(await left()).toEqual([6, 5, 2, 1])
      })

      it('removes the modules of large reports when they are old, and keeps their counts', async () => {
        // Varied text, which does not compress well.
        const modules = Array.from({ length: 4000 }, (_, index): ModuleOutcome => {
          const reason = `${Math.sin(index)} ${Math.cos(index)}`
          return { repository: 'm', path: `m${index}`, outcome: 'new', reason, diagnostics: [] }
        })
        const startedAt = new Date(at.getTime() - 20 * day)
        const old = await finish({ startedAt }, modules)
        const small = await finish({ startedAt }, modules.slice(0, 2))
        const young = await finish({}, modules)
        await store.prune(retention)
        const countOf = async (number: number) => {
          const state = (await store.find(number))?.state
          return state?.status === 'finished' ? state.report.modules.length : undefined
        }
        expect([await countOf(old), await countOf(small), await countOf(young)]).toEqual([0, 2, 4000])
        const state = (await store.find(old))?.state
        expect(state).toMatchObject({ report: { notes: [expect.stringContaining('were deleted')] } })
      })
    })

    it('keeps texts from strange repositories, NUL characters and broken surrogates included', async () => {
      const reason = 'before\0after \ud800 end'
      const report = {
        dryRun: false,
        repositories: [],
        modules: [{ repository: 'm', path: 'a\0b', outcome: 'failed', reason, diagnostics: [] }],
        seconds: 0,
      } as const
      const finished: FinalImportState = { status: 'finished', at, report }
      const kept = (await store.find(await addIn(finished)))?.state
      const module = kept?.status === 'finished' ? kept.report.modules[0] : undefined
      expect(module?.reason).toMatch(/^before.after . end$/su)
    })
  })
}
