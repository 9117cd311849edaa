import { person } from '@groundplan/actor'
import { describe, expect, it } from 'vitest'
import type { SealedSecret, SecretStore } from './secret-store.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 0, 2, 3, minute, 5, 678))
const [ada, bob] = [person('ada'), person('bob')]
const origins = ['https://github.com', 'https://api.github.com']
const secret = (name: string, sealed: string, keyId = 'k1'): SealedSecret => ({
  name,
  origins,
  sealed,
  keyId,
})

/** What every SecretStore promises. `open` gives an empty one. */
export function testSecretStore(name: string, open: () => Promise<SecretStore>): void {
  describe(`${name} as a SecretStore`, () => {
    it('keeps values and who set them, by name', async () => {
      const store = await open()
      expect([await store.list(), await store.listSealed()]).toEqual([[], []])
      await store.put(secret('b', '1'), { by: ada, at: at(1) })
      const created = await store.put(secret('a', '2'), { by: ada, at: at(2) })
      expect(created).toEqual({
        ...{ name: 'a', origins, createdAt: at(2), createdBy: ada, changedAt: at(2), changedBy: ada },
      })
      const moved = { ...secret('b', '3', 'k2'), origins: [] }
      const changed = await store.put(moved, { by: bob, at: at(3) })
      expect(changed).toEqual({
        ...{ name: 'b', origins: [], createdAt: at(1), createdBy: ada, changedAt: at(3), changedBy: bob },
      })
      expect(await store.list()).toEqual([created, changed])
      const sealed = await store.listSealed()
      expect(sealed.toSorted((left, right) => (left.name < right.name ? -1 : 1))).toEqual([
        secret('a', '2'),
        moved,
      ])
    })

    it('notes the last use, and removes', async () => {
      const store = await open()
      await store.put(secret('a', '1'), { by: ada, at: at(1) })
      await store.noteUse('a', { at: at(2), purpose: 'host one' })
      await store.noteUse('a', { at: at(3), purpose: 'host two' })
      await store.noteUse('b', { at: at(3), purpose: 'host two' })
      expect(await store.list()).toMatchObject([{ lastUse: { at: at(3), purpose: 'host two' } }])
      expect(await store.remove('b', { by: ada, at: at(4) })).toBe(false)
      expect(await store.remove('a', { by: ada, at: at(4) })).toBe(true)
      expect([await store.listSealed(), await store.list()]).toEqual([[], []])
    })

    it('replaces the encryption of what nobody has changed since', async () => {
      const store = await open()
      for (const each of ['a', 'b']) await store.put(secret(each, each), { by: ada, at: at(1) })
      await store.put(secret('b', 'changed'), { by: bob, at: at(2) })
      const again = { sealed: 'again', keyId: 'k2' }
      expect(await store.reseal('a', { sealed: 'a', keyId: 'k1' }, again, { by: bob, at: at(3) })).toBe(true)
      expect(await store.reseal('b', { sealed: 'b', keyId: 'k1' }, again, { by: bob, at: at(3) })).toBe(false)
      expect(await store.reseal('x', { sealed: 'x', keyId: 'k1' }, again, { by: bob, at: at(3) })).toBe(false)
      const sealed = new Map((await store.listSealed()).map((each) => [each.name, each]))
      expect([sealed.get('a'), sealed.get('b')]).toEqual([secret('a', 'again', 'k2'), secret('b', 'changed')])
      const [first] = await store.list()
      expect(first).toMatchObject({ changedAt: at(1), changedBy: ada })
    })
  })
}
