import { beforeEach, describe, expect, it } from 'vitest'
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
        await store.add(newRun({ request: { repositories: [{ address }] } }))
      expect((await store.list(2)).map(({ number }) => number)).toEqual([3, 2])
      expect(await store.list(50)).toHaveLength(3)
    })

    it('finds nothing under a number that was never given', async () => {
      expect(await store.find(1)).toBeUndefined()
    })

    it.each(states.map((state) => [state.status, state] as const))(
      'keeps a run that is %s',
      async (_, state) => {
        const request = { repositories: [{ address: '/m', ref: 'v1' }], includeExamples: true, dryRun: true }
        const added = await store.add(newRun({ request }))
        await store.update({ ...added, state })
        expect(await store.find(added.number)).toEqual({
          number: added.number,
          request,
          startedAt: at,
          state,
        })
      },
    )

    it('marks as interrupted what a stopped server left unfinished, and nothing else', async () => {
      for (const state of states) await store.add(newRun({ state }))
      const later = new Date('2026-03-01T00:00:00Z')
      await store.interruptUnfinished(later)
      const after = (await store.list(10)).toReversed().map(({ state }) => state)
      const interrupted = { status: 'interrupted', at: later }
      expect(after).toEqual([interrupted, interrupted, ...states.slice(2)])
    })

    it('keeps texts from strange repositories, NUL characters and broken surrogates included', async () => {
      const reason = 'before\0after \ud800 end'
      const report = {
        dryRun: false,
        repositories: [],
        modules: [{ repository: 'm', path: 'a\0b', outcome: 'failed', reason, diagnostics: [] }],
        seconds: 0,
      } as const
      const added = await store.add(newRun())
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
