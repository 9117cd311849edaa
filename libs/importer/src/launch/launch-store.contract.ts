import { beforeEach, describe, expect, it } from 'vitest'
import type { LaunchRecord, LaunchStore } from './launch-store.ts'

const record = (path: string, commit: string, rest: Partial<LaunchRecord> = {}): LaunchRecord => ({
  ...{ path, commit, verdict: 'launchable', reasons: [] },
  ...rest,
})

/** What every store of launch records does. */
export function testLaunchStore(name: string, create: () => Promise<LaunchStore>): void {
  describe(name, () => {
    let store: LaunchStore
    beforeEach(async () => {
      store = await create()
    })

    it('finds records by path and commit', async () => {
      const records = [record('vpc', 'a'), record('vpc', 'b'), record('queue', 'a')]
      await store.save(records)
      expect(await store.find([{ path: 'vpc', commit: 'b' }])).toEqual([records[1]])
      const both = await store.find([records[0]!, records[2]!, { path: 'queue', commit: 'b' }])
      expect(both).toHaveLength(2)
      expect(both).toEqual(expect.arrayContaining([records[0], records[2]]))
      expect(await store.find([])).toEqual([])
    })

    it('finds a revision once, however often it is asked for', async () => {
      await store.save([record('vpc', 'a')])
      expect(await store.find([record('vpc', 'a'), record('vpc', 'a')])).toHaveLength(1)
    })

    it('replaces what was known of a revision', async () => {
      await store.save([record('vpc', 'a')])
      const reasons = [{ effect: 'prevents', message: 'The module "x\uFFFD" is missing.' }] as const
      const newer = record('vpc', 'a', { verdict: 'not-launchable', reasons })
      await store.save([newer])
      expect(await store.find([newer])).toEqual([newer])
    })

    it('keeps thousands of records at once', async () => {
      const many = Array.from({ length: 3000 }, (_, index) => record(`modules/${index}`, 'a'))
      await store.save(many)
      await store.save([])
      expect(await store.find(many)).toHaveLength(3000)
    })
  })
}
