import { person } from '@groundplan/actor'
import { beforeEach, describe, expect, it } from 'vitest'
import { mostVersions, type StateStore } from './state-store.ts'
import type { SealedVersion, StateLock } from './stored-state.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 0, 2, 3, minute, 5, 678))
const key = { environment: 'e1', grain: 'network' }
const other = { environment: 'e1', grain: 'database' }
const dataKey = { sealed: 's1', keyId: 'k1' }
const lock = (id: string, run = 'r1'): StateLock => ({
  ...{ id, run, operation: 'OperationTypeApply', who: 'ada@laptop', version: '1.11.4', created: 'now' },
  at: at(0),
})
const version = (number: number, fill = number): SealedVersion => ({
  ...{ number, serial: number * 2, lineage: 'l1', md5: `m${number}`, size: 5, terraformVersion: '1.11.4' },
  ...{
    createdAt: at(number % 60),
    origin: { kind: 'run', run: 'r1' },
    content: Uint8Array.of(0, 255, fill % 256),
  },
})
const withoutContent = ({ content: _, ...rest }: SealedVersion) => rest

/** What every StateStore promises. `open` gives an empty one. */
export function testStateStore(name: string, open: () => Promise<StateStore>): void {
  describe(`${name} as a StateStore`, () => {
    let store: StateStore
    beforeEach(async () => {
      store = await open()
    })

    it('opens a state once, whoever comes first', async () => {
      expect(await store.find(key)).toBeUndefined()
      const opened = await Promise.all([
        store.open(key, dataKey),
        store.open(key, { sealed: 's2', keyId: 'k1' }),
      ])
      expect(opened[0]).toEqual(opened[1])
      expect(await store.find(key)).toEqual(opened[0])
      expect(await store.find(other)).toBeUndefined()
    })

    it('gives a lock to one of many', async () => {
      await store.open(key, dataKey)
      const held = await Promise.all(['a', 'b', 'c', 'd'].map((id) => store.lock(key, lock(id))))
      const [first] = held
      expect(held).toEqual(held.map(() => first))
      expect((await store.find(key))?.lock).toEqual(first)
      expect(await store.unlock(key, 'z')).toEqual(first)
      expect(await store.unlock(key, first?.id ?? '')).toBeUndefined()
      expect(await store.unlock(key, 'a')).toBeUndefined()
      expect((await store.find(key))?.lock).toBeUndefined()
      expect(await store.unlock(other, 'a')).toBeUndefined()
      await expect(store.lock(other, lock('a'))).rejects.toThrow('not opened')
    })

    it('takes a lock away only by its id', async () => {
      await store.open(key, dataKey)
      await store.lock(key, lock('a'))
      const change = { by: person('ada'), at: at(1), reason: 'the worker died' }
      expect(await store.forceUnlock(key, 'b', change)).toBe(false)
      expect(await store.forceUnlock(key, 'a', change)).toBe(true)
      expect(await store.forceUnlock(key, 'a', change)).toBe(false)
    })

    it('adds versions one after the other, to whoever holds the lock', async () => {
      await store.open(key, dataKey)
      await store.open(other, dataKey)
      expect(await store.addVersion(key, version(1), { current: 0 })).toBe(true)
      expect(await store.addVersion(key, version(1), { current: 0 })).toBe(false)
      await store.lock(key, lock('a'))
      expect(await store.addVersion(key, version(2), { current: 1 })).toBe(false)
      expect(await store.addVersion(key, version(2), { current: 1, lockId: 'b' })).toBe(false)
      const added = await Promise.all(
        [1, 2, 3].map((fill) => store.addVersion(key, version(2, fill), { current: 1, lockId: 'a' })),
      )
      expect(added.toSorted()).toEqual([false, false, true])
      expect((await store.find(key))?.current).toEqual(withoutContent(version(2)))
      expect(await store.readVersion(key, 1)).toEqual(version(1))
      expect(await store.readVersion(key, 3)).toBeUndefined()
      expect(await store.readVersion(other, 1)).toBeUndefined()
      expect((await store.find(other))?.current).toBeUndefined()
    })

    it('lists the newest versions first, in pages, and keeps only so many', async () => {
      await store.open(key, dataKey)
      for (let number = 1; number <= mostVersions + 2; number += 1)
        await store.addVersion(key, version(number), { current: number - 1 })
      const first = await store.listVersions(key, { limit: 2 })
      expect(first).toEqual(
        [mostVersions + 2, mostVersions + 1].map((number) => withoutContent(version(number))),
      )
      const rest = await store.listVersions(key, { limit: 1000, before: first.at(-1)?.number })
      expect(rest.map(({ number }) => number)).toEqual(
        Array.from({ length: mostVersions - 2 }, (_, index) => mostVersions - index),
      )
    })

    it('keeps rollbacks with who did them', async () => {
      await store.open(key, dataKey)
      const by = person('ada')
      const rolledBack = { ...version(1), origin: { kind: 'rollback', of: 7, by } as const }
      await store.addVersion(key, rolledBack, { current: 0 }, { by, at: at(2), reason: 'wrong' })
      expect(await store.listVersions(key, { limit: 1 })).toEqual([withoutContent(rolledBack)])
    })

    it('keeps what runs were given access to, until it ends', async () => {
      await store.open(key, dataKey)
      const access = (run: string, minute: number) => ({ ...key, run, expiresAt: at(minute) })
      for (const [hash, run, minute] of [
        ['h1', 'r1', 10],
        ['h2', 'r1', 20],
        ['h3', 'r2', 30],
      ] as const)
        await store.addAccess(hash, access(run, minute))
      expect(await store.findAccess('h1')).toEqual(access('r1', 10))
      expect(await store.findAccess('h9')).toBeUndefined()
      await expect(store.addAccess('h4', { ...access('r1', 10), grain: 'other' })).rejects.toThrow()
      await store.removeExpiredAccess(at(10))
      expect(await store.findAccess('h1')).toBeUndefined()
      const other = { ...key, grain: 'other' }
      await store.open(other, dataKey)
      await store.addAccess('h4', { ...access('r1', 20), grain: 'other' })
      await store.removeAccess(key, 'r1')
      expect(await store.findAccess('h2')).toBeUndefined()
      expect(await store.findAccess('h4')).toEqual({ ...access('r1', 20), grain: 'other' })
      await store.removeAccess(other)
      expect(await store.findAccess('h4')).toBeUndefined()
      expect(await store.findAccess('h3')).toEqual(access('r2', 30))
    })

    it('forgets a state with everything that belongs to it', async () => {
      await store.open(key, dataKey)
      await store.addVersion(key, version(1), { current: 0 })
      await store.addAccess('h1', { ...key, run: 'r1', expiresAt: at(9) })
      const change = { by: person('ada'), at: at(1) }
      expect(await store.remove(key, change)).toBe(true)
      expect(await store.remove(key, change)).toBe(false)
      expect([await store.find(key), await store.findAccess('h1')]).toEqual([undefined, undefined])
      await store.open(key, dataKey)
      expect(await store.listVersions(key, { limit: 10 })).toEqual([])
    })

    it('encrypts data keys anew, unless somebody else has', async () => {
      await store.open(key, dataKey)
      await store.open(other, dataKey)
      const after = { sealed: 's9', keyId: 'k2' }
      expect(await store.reseal(key, { sealed: 'x', keyId: 'k1' }, after)).toBe(false)
      expect(await store.reseal(key, dataKey, after)).toBe(true)
      const keys = await store.listDataKeys()
      expect(keys.toSorted((left, right) => (left.grain < right.grain ? -1 : 1))).toEqual([
        { ...other, dataKey },
        { ...key, dataKey: after },
      ])
    })
  })
}
