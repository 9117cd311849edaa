import { person } from '@groundplan/actor'
import { describe, expect, it } from 'vitest'
import type { SpaceStore } from './space-store.ts'

const by = person('ada')
const at = (minute: number) => new Date(Date.UTC(2026, 0, 2, 3, minute, 5, 678))
const cards = { name: 'cards', title: 'Cards', description: '' }
const payments = { name: 'payments', title: 'Payments "EU"', description: 'Pays.\nAlso at night.' }

/** What every SpaceStore promises. `open` gives an empty one. */
export function testSpaceStore(name: string, open: () => Promise<SpaceStore>): void {
  describe(`${name} as a SpaceStore`, () => {
    it('lists spaces by name, as they were put last', async () => {
      const store = await open()
      expect(await store.list()).toEqual([])
      await store.put(payments, { by, at: at(1) })
      await store.put({ ...cards, title: 'Old' }, { by, at: at(2) })
      expect(await store.put(cards, { by, at: at(3) })).toEqual({ ...cards, createdAt: at(2) })
      const expected = [
        { ...cards, createdAt: at(2) },
        { ...payments, createdAt: at(1) },
      ]
      expect(await store.list()).toEqual(expected)
      expect(await store.find('payments')).toEqual(expected[1])
      for (const unknown of ['', 'Cards', 'card', 'cards ']) expect(await store.find(unknown)).toBeUndefined()
    })

    it('keeps archived spaces and the first time, until they are put again', async () => {
      const store = await open()
      await store.put(cards, { by, at: at(1) })
      expect(await store.archive('other', { by, at: at(2) })).toBeUndefined()
      const archived = { ...cards, createdAt: at(1), archivedAt: at(3) }
      expect(await store.archive('cards', { by, at: at(3) })).toEqual(archived)
      expect(await store.archive('cards', { by, at: at(4) })).toEqual(archived)
      expect(await store.list()).toEqual([archived])
      expect(await store.put(cards, { by, at: at(5) })).toEqual({ ...cards, createdAt: at(1) })
      expect(await store.find('cards')).toEqual({ ...cards, createdAt: at(1) })
    })

    it('keeps the limits of each space, the home space among them', async () => {
      const store = await open()
      await store.put(cards, { by, at: at(1) })
      expect(await store.readLimits('cards')).toEqual({})
      const limits = { environments: 5, environmentsPerPerson: 2, defaultDuration: 480, maxDuration: 1440 }
      await store.setLimits('cards', limits, { by, at: at(2) })
      await store.setLimits('default', { environments: 1 }, { by, at: at(2) })
      await store.put({ ...cards, title: 'New' }, { by, at: at(3) })
      expect(await store.readLimits('cards')).toEqual(limits)
      expect(await store.readLimits('default')).toEqual({ environments: 1 })
      await store.setLimits('cards', { maxDuration: 60 }, { by, at: at(4) })
      expect(await store.readLimits('cards')).toEqual({ maxDuration: 60 })
      await store.setLimits('default', {}, { by, at: at(5) })
      expect(await store.readLimits('default')).toEqual({})
    })

    it('keeps the pool that each space demands, beside its limits', async () => {
      const store = await open()
      await store.put(cards, { by, at: at(1) })
      await store.put(payments, { by, at: at(1) })
      expect(await store.readPool('cards')).toBeUndefined()
      await store.setPool('cards', 'emea', { by, at: at(2) })
      await store.setLimits('cards', { environments: 1 }, { by, at: at(2) })
      await store.setPool('default', 'core', { by, at: at(2) })
      await store.setLimits('payments', { environments: 2 }, { by, at: at(2) })
      await store.setPool('payments', 'emea', { by, at: at(3) })
      expect(await store.readPool('cards')).toBe('emea')
      expect(await store.readLimits('cards')).toEqual({ environments: 1 })
      expect(await store.readLimits('payments')).toEqual({ environments: 2 })
      expect(await store.listPools()).toEqual(['core', 'emea'])
      await store.setPool('default', undefined, { by, at: at(4) })
      expect(await store.readPool('default')).toBeUndefined()
      await store.archive('payments', { by, at: at(5) })
      expect(await store.listPools()).toEqual(['emea'])
      await store.archive('cards', { by, at: at(5) })
      expect(await store.listPools()).toEqual([])
    })

    it('keeps where a space is declared, whatever else becomes of it', async () => {
      const store = await open()
      const declaration = { path: 'spaces/cards.yaml', parts: ['members'], isRemoved: false }
      await store.declare('cards', declaration, { by, at: at(1) })
      expect(await store.list()).toEqual([])
      await store.put(cards, { by, at: at(1) })
      await store.declare('cards', declaration, { by, at: at(2) })
      await store.put({ ...cards, title: 'New' }, { by, at: at(3) })
      expect(await store.find('cards')).toMatchObject({ title: 'New', declaration })
      await store.declare('cards', { ...declaration, isRemoved: true }, { by, at: at(4) })
      expect(await store.find('cards')).toMatchObject({ declaration: { isRemoved: true } })
    })
  })
}
