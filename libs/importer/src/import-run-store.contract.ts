import { beforeEach, describe, expect, it } from 'vitest'
import type { ModuleOutcome } from './import-report.ts'
import type { ImportRun, ImportRunState, ImportRunStore } from './import-run.ts'

const at = new Date('2026-02-03T04:05:06.789Z')
const states: readonly ImportRunState[] = [
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
      repositories: [{ status: 'read', name: 'm', address: '/m', ref: 'main', commit: 'abc' }],
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

/** What every ImportRunStore promises. `open` gives an empty one. */
export function testImportRunStore(name: string, open: () => Promise<ImportRunStore>): void {
  describe(`${name} as an ImportRunStore`, () => {
    let store: ImportRunStore
    beforeEach(async () => {
      store = await open()
    })

    it('numbers runs from 1 and gives them back newest first, as many as asked for', async () => {
      for (const address of ['/a', '/b', '/c'])
        await store.add(newRun({ request: { repositories: [{ address }] } }), 'one')
      const first = await store.list({ limit: 2 })
      expect(first.items.map(({ number }) => number)).toEqual([3, 2])
      expect((await store.list({ limit: 3 })).next).toBeUndefined()
      // What comes meanwhile moves nothing.
      await store.add(newRun(), 'one')
      const second = await store.list({ limit: 2, after: first.next })
      expect(second.items.map(({ number }) => number)).toEqual([1])
      expect(second.next).toBeUndefined()
    })

    it('finds nothing under a number that was never given', async () => {
      expect(await store.find(1)).toBeUndefined()
    })

    it.each(states.map((state) => [state.status, state] as const))(
      'keeps a run that is %s',
      async (_, state) => {
        const request = { repositories: [{ address: '/m', ref: 'v1' }], includeExamples: true, dryRun: true }
        const added = await store.add(newRun({ request }), 'one')
        await store.update({ ...added, state })
        expect(await store.find(added.number)).toEqual({
          number: added.number,
          request,
          startedAt: at,
          state,
        })
      },
    )

    it('lists runs without their reports, and with how many modules had each outcome', async () => {
      for (const state of states) {
        const added = await store.add(newRun(), 'one')
        await store.update({ ...added, state })
      }
      const [interrupted, , , finished] = (await store.list({ limit: 10 })).items
      expect(finished).toEqual({
        ...newRun(),
        number: 3,
        state: { status: 'finished', at },
        counts: { found: 1, new: 0, updated: 0, unchanged: 0, waiting: 0, skipped: 0, failed: 1 },
      })
      expect(interrupted).toEqual({ ...newRun(), number: 6, state: { status: 'interrupted', at } })
    })

    it('marks as interrupted what given servers have left unfinished, and nothing else', async () => {
      for (const state of states) await store.add(newRun({ state }), 'dead')
      await store.add(newRun(), 'alive')
      expect([...(await store.listOwners())].toSorted()).toEqual(['alive', 'dead'])
      const later = new Date('2026-03-01T00:00:00Z')
      await store.interrupt(['dead', 'nobody'], later)
      const after: string[] = (await store.list({ limit: 10 })).items
        .toReversed()
        .map(({ state }) => state.status)
      const before = states.slice(2).map(({ status }) => status)
      expect(after).toEqual(['interrupted', 'interrupted', ...before, 'waiting'])
      expect((await store.find(1))?.state).toEqual({ status: 'interrupted', at: later })
      expect((await store.find(6))?.state).toEqual({ status: 'interrupted', at })
      expect(await store.listOwners()).toEqual(['alive'])
    })

    it('changes nothing of a run that is over on record', async () => {
      const added = await store.add(newRun(), 'one')
      expect(await store.update({ ...added, state: { status: 'running' } })).toBe(true)
      await store.interrupt(['one'], at)
      expect(await store.update({ ...added, state: { status: 'cancelled', at } })).toBe(false)
      expect((await store.find(added.number))?.state.status).toBe('interrupted')
    })

    it('tells a server which of its runs somebody asks to stop', async () => {
      for (const owner of ['one', 'one', 'two']) await store.add(newRun(), owner)
      await store.requestCancel(2)
      await store.requestCancel(3)
      expect(await store.listUnfinished('one')).toEqual(
        new Map([
          [1, false],
          [2, true],
        ]),
      )
      await store.interrupt(['one'], at)
      expect(await store.listUnfinished('one')).toEqual(new Map())
    })

    describe('prune', () => {
      const day = 24 * 3_600_000
      const retention = {
        ...{ newest: 1000, quiet: 1000 },
        since: new Date(at.getTime() - 90 * day),
        trimBefore: new Date(at.getTime() - 10 * day),
      }
      const finish = async (facts: Partial<ImportRun>, modules: readonly ModuleOutcome[] = []) => {
        const added = await store.add(newRun(facts), 'one')
        const report = { dryRun: false, repositories: [], modules, seconds: 0 }
        await store.update({ ...added, state: { status: 'finished', at, report } })
        return added.number
      }
      const left = async () => (await store.list({ limit: 50 })).items.map(({ number }) => number)

      it('keeps the newest and everything that is not over', async () => {
        await store.add(newRun(), 'one')
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

      it('keeps few of the runs of everything that found nothing to do', async () => {
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
        // Not to be compressed to nothing.
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
        expect(state).toMatchObject({ report: { notes: [expect.stringContaining('no longer on record')] } })
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
      const added = await store.add(newRun(), 'one')
      await store.update({ ...added, state: { status: 'finished', at, report } })
      const kept = (await store.find(added.number))?.state
      const module = kept?.status === 'finished' ? kept.report.modules[0] : undefined
      expect(module?.reason).toMatch(/^before.after . end$/su)
    })
  })
}

function newRun(facts: Partial<Omit<ImportRun, 'number'>> = {}): Omit<ImportRun, 'number'> {
  return {
    request: { repositories: [{ address: '/m' }] },
    startedAt: at,
    state: { status: 'waiting' },
    ...facts,
  }
}
