import { beforeEach, describe, expect, it } from 'vitest'
import type { ScannedRepository, ScanStore } from './scan-store.ts'

const scanned: ScannedRepository = {
  host: 'github',
  id: '42',
  ref: 'main',
  changeToken: '2026-01-02T03:04:05Z',
  commit: 'a'.repeat(40),
  settingsId: 's1',
  settled: true,
  store: 'platform-modules',
  modules: 12,
  problems: [{ path: 'modules/x', reason: 'Broken: "a"' }],
  scannedAt: new Date('2026-01-02T03:04:05.678Z'),
}

/** What every ScanStore promises. `open` gives an empty one. */
export function testScanStore(name: string, open: () => Promise<ScanStore>): void {
  describe(`${name} as a ScanStore`, () => {
    let store: ScanStore
    beforeEach(async () => {
      store = await open()
    })

    it('gives back what it was given', async () => {
      const withoutToken = { ...scanned, id: '43', changeToken: undefined, settled: false }
      await store.save(scanned)
      await store.save(withoutToken)
      const found = await store.list('github')
      expect(found.toSorted((left, right) => left.id.localeCompare(right.id))).toEqual([
        scanned,
        withoutToken,
      ])
    })

    it('keeps the newest of the same host, id and ref, and tells others apart', async () => {
      await store.save(scanned)
      await store.save({ ...scanned, commit: 'b'.repeat(40) })
      await store.save({ ...scanned, ref: 'next' })
      await store.save({ ...scanned, host: 'elsewhere' })
      const found = await store.list('github')
      expect(found.map(({ ref, commit }) => [ref, commit[0]]).toSorted()).toEqual([
        ['main', 'b'],
        ['next', 'a'],
      ])
      expect(await store.list('nowhere')).toEqual([])
    })
  })
}
