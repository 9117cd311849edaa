import { describe, expect, it } from 'vitest'
import type { NameReservations } from './name-reservations.ts'

const source = (store: string, path: string) => {
  return { store, path, commit: 'c0ffee', address: `https://example.com/${store}` }
}
const vpc = { name: 'vpc', source: source('network', 'modules/vpc') }
const bucket = { name: 'bucket', source: source('storage', '.') }

/** The contract of every {@link NameReservations}. */
export function testNameReservations(name: string, create: () => Promise<NameReservations>): void {
  describe(name, () => {
    it('lists what imports have reserved', async () => {
      const reservations = await create()
      await reservations.reserve('first', [vpc])
      await reservations.reserve('second', [bucket])
      expect(await reservations.list()).toEqual(expect.arrayContaining([vpc, bucket]))
    })

    it('keeps a name that two imports of the same module have, until both are done', async () => {
      const reservations = await create()
      await reservations.reserve('first', [vpc])
      await reservations.reserve('second', [vpc])
      await reservations.release('first')
      expect(await reservations.list()).toEqual([vpc])
      await reservations.release('second')
      expect(await reservations.list()).toEqual([])
    })

    it('adds to what an import has reserved', async () => {
      const reservations = await create()
      await reservations.reserve('first', [vpc])
      await reservations.reserve('first', [vpc, bucket])
      expect((await reservations.list()).length).toBe(2)
    })

    it('does nothing for an import without names', async () => {
      const reservations = await create()
      await reservations.reserve('first', [])
      await reservations.release('first')
      expect(await reservations.list()).toEqual([])
    })

    it('keeps thousands of names at once', async () => {
      const reservations = await create()
      const names = Array.from({ length: 12_000 }, (_, index) => {
        return { name: `blueprint-${index}`, source: source('network', `modules/m${index}`) }
      })
      await reservations.reserve('first', names)
      expect((await reservations.list()).length).toBe(12_000)
    })
  })
}
