import { person } from '@groundplan/actor'
import { describe, expect, it } from 'vitest'
import type { CredentialStore, KeptCredential } from './credential-store.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 0, 2, 3, minute, 5, 678))
const [ada, bob] = [person('ada'), person('bob')]
const role = 'arn:aws:iam::123456789012:role/groundplan'
const assumed: KeptCredential = {
  ...{ name: 'production', settings: { kind: 'assumed-role', roleArn: role, externalId: 'groundplan-1' } },
}
const fixed: KeptCredential = {
  name: 'legacy',
  settings: { kind: 'static-keys', accessKeyId: 'AKIAIOSFODNN7EXAMPLE', region: 'eu-central-1' },
  sealed: { sealed: 'one', keyId: 'k1' },
}

/** What every CredentialStore promises. `open` gives an empty one. */
export function testCredentialStore(name: string, open: () => Promise<CredentialStore>): void {
  describe(`${name} as a CredentialStore`, () => {
    it('keeps credentials and who set them, by name', async () => {
      const store = await open()
      expect([await store.list(), await store.listSealed(), await store.find('legacy')]).toEqual([
        [],
        [],
        undefined,
      ])
      await store.put(assumed, { by: ada, at: at(1) })
      const created = await store.put(fixed, { by: ada, at: at(2) })
      expect(created).toEqual({
        ...{ name: 'legacy', settings: fixed.settings, createdAt: at(2), createdBy: ada },
        ...{ changedAt: at(2), changedBy: ada },
      })
      expect(await store.find('legacy')).toEqual(fixed)
      expect(await store.listSealed()).toEqual([fixed])
      const changed = await store.put({ ...assumed, name: 'legacy' }, { by: bob, at: at(3) })
      expect(changed).toMatchObject({
        createdBy: ada,
        changedAt: at(3),
        changedBy: bob,
        settings: assumed.settings,
      })
      expect(await store.listSealed()).toEqual([])
      expect((await store.list()).map((each) => each.name)).toEqual(['legacy', 'production'])
      expect([
        await store.remove('legacy', { by: bob, at: at(4) }),
        await store.remove('none', { by: bob, at: at(4) }),
      ]).toEqual([true, false])
      expect((await store.list()).map((each) => each.name)).toEqual(['production'])
    })

    it('keeps what it was last used for, also when it is set again', async () => {
      const store = await open()
      await store.put(assumed, { by: ada, at: at(1) })
      await store.noteUse('production', { at: at(2), purpose: 'plan of environment 1' })
      await store.noteUse('production', { at: at(3), purpose: 'apply of environment 2' })
      await store.noteUse('none', { at: at(3), purpose: 'apply of environment 2' })
      const lastUse = { at: at(3), purpose: 'apply of environment 2' }
      expect(await store.list()).toMatchObject([{ name: 'production', lastUse }])
      expect(await store.put(assumed, { by: bob, at: at(4) })).toMatchObject({ lastUse })
    })

    it('replaces the encryption of what nobody has changed since', async () => {
      const store = await open()
      await store.put(fixed, { by: ada, at: at(1) })
      const again = { sealed: 'again', keyId: 'k2' }
      expect(await store.reseal('legacy', { sealed: 'other', keyId: 'k1' }, again)).toBe(false)
      expect(await store.reseal('legacy', { sealed: 'one', keyId: 'k1' }, again)).toBe(true)
      expect(await store.listSealed()).toEqual([{ ...fixed, sealed: again }])
    })
  })
}
