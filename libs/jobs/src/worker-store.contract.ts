import { describe, expect, it } from 'vitest'
import type { WorkerRecord, WorkerStore } from './worker-store.ts'

/** What every WorkerStore promises. `open` gives an empty one. */
export function testWorkerStore(name: string, open: () => Promise<WorkerStore>): void {
  describe(`${name} as a WorkerStore`, () => {
    const at = (second: number) => new Date(Date.UTC(2026, 0, 2, 3, 4, second, 567))
    const worker: WorkerRecord = {
      ...{ id: 'a', host: 'server-1', pid: 4711, version: '1.2.3', startedAt: at(0), seenAt: at(1) },
      pools: ['default', 'emea'],
      running: [{ id: 'job-1', kind: 'run-import', startedAt: at(1) }],
    }

    it('keeps what each worker said last, the newest worker first', async () => {
      const store = await open()
      await store.put(worker)
      const other: WorkerRecord = {
        ...worker,
        id: 'b',
        host: 'server-2',
        startedAt: at(5),
        pools: [],
        running: [],
      }
      await store.put(other)
      const later: WorkerRecord = { ...worker, seenAt: at(9), running: [] }
      await store.put(later)
      expect(await store.list()).toEqual([other, later])
    })

    it('forgets those that stop, and those that were not seen for long', async () => {
      const store = await open()
      for (const [id, second] of Object.entries({ a: 1, b: 2, c: 3 }))
        await store.put({ ...worker, id, seenAt: at(second) })
      await store.remove('c')
      await store.remove('unknown')
      await store.removeSilent(at(2))
      expect((await store.list()).map(({ id }) => id)).toEqual(['b'])
    })
  })
}
