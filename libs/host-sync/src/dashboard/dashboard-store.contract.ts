import { describe, expect, it } from 'vitest'
import type { DashboardStore } from './dashboard-store.ts'

/** What every DashboardStore promises. `open` gives an empty one. */
export function testDashboardStore(name: string, open: () => Promise<DashboardStore>): void {
  describe(`${name} as a DashboardStore`, () => {
    it('keeps what was written last', async () => {
      const store = await open()
      expect(await store.find()).toBeUndefined()
      await store.save({ fingerprint: 'a', at: new Date('2026-01-02T03:04:05.678Z') })
      await store.save({ fingerprint: 'b', at: new Date('2026-01-03T03:04:05.678Z') })
      expect(await store.find()).toEqual({ fingerprint: 'b', at: new Date('2026-01-03T03:04:05.678Z') })
    })
  })
}
