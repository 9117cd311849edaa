import { person } from '@groundplan/actor'
import { describe, expect, it } from 'vitest'
import type { Permission } from '../permissions.ts'
import type { Role } from '../roles.ts'
import type { RoleStore } from './role-store.ts'

const change = { by: person('ada'), at: new Date('2026-01-02T03:04:05.678Z') }

const role = (name: string, ...permissions: readonly Permission[]): Role => ({
  ...{ name, title: `The "${name}"`, permissions: new Set(permissions) },
})

/** What every RoleStore promises. `open` gives an empty one. */
export function testRoleStore(name: string, open: () => Promise<RoleStore>): void {
  describe(`${name} as a RoleStore`, () => {
    it('lists roles by name, with what was put last', async () => {
      const store = await open()
      expect(await store.list()).toEqual([])
      const [auditor, reader] = [role('auditor', 'imports.read'), role('reader', 'catalog.read')]
      await store.put(reader, change)
      await store.put(role('auditor', 'catalog.read', 'proposals.read'), change)
      await store.put(auditor, change)
      expect(await store.list()).toEqual([auditor, reader])
    })

    it('says whether there was a role to remove', async () => {
      const store = await open()
      await store.put(role('auditor'), change)
      expect(await store.remove('other', change)).toBe(false)
      expect(await store.remove('auditor', change)).toBe(true)
      expect(await store.remove('auditor', change)).toBe(false)
      expect(await store.list()).toEqual([])
    })
  })
}
