import { person } from '@groundplan/actor'
import { describe, expect, it } from 'vitest'
import type { WorkloadDirectory, WorkloadStore } from './workload-store.ts'
import type { Workload } from './workload.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 0, 2, 3, minute, 5, 678))

const workload = (name: string, spaceId: string, issuer = 'https://ci.example'): Workload => ({
  ...{ id: `${spaceId}-${name}`, name, spaceId, issuer, audience: 'groundplan' },
  ...{ claims: { sub: 'repo:bank/*', ref: 'main' }, permissions: ['catalog.read', 'imports.run'] },
  ...{ createdAt: at(1), createdBy: person('ada') },
})

export interface OpenWorkloads {
  readonly directory: WorkloadDirectory
  ofSpace(spaceId: string): WorkloadStore
}

/** What every WorkloadStore and WorkloadDirectory promise. `open` gives an empty one. */
export function testWorkloadStore(name: string, open: () => Promise<OpenWorkloads>): void {
  describe(`${name} as a WorkloadStore`, () => {
    const change = { by: person('ada'), at: at(9) }

    it('lists the workloads of its space by name, each name once', async () => {
      const { ofSpace } = await open()
      const [payments, cards] = [ofSpace('payments'), ofSpace('cards')]
      expect(await payments.add(workload('b', 'payments'))).toBe(true)
      expect(await payments.add(workload('a', 'payments'))).toBe(true)
      expect(await cards.add(workload('a', 'cards'))).toBe(true)
      expect(await payments.add({ ...workload('a', 'payments'), id: 'other' })).toBe(false)
      expect(await payments.list()).toEqual([workload('a', 'payments'), workload('b', 'payments')])
      expect(await cards.remove('b', change)).toBeUndefined()
      expect(await payments.remove('a', change)).toEqual(workload('a', 'payments'))
      expect(await payments.list()).toEqual([workload('b', 'payments')])
      expect(await cards.list()).toEqual([workload('a', 'cards')])
    })

    it('finds those of all spaces by their issuer, and notes when they called', async () => {
      const { directory, ofSpace } = await open()
      await ofSpace('payments').add(workload('a', 'payments'))
      await ofSpace('cards').add(workload('a', 'cards'))
      await ofSpace('cards').add(workload('b', 'cards', 'https://ci.example/'))
      await directory.noteUse(['cards-a'], at(5))
      const found = await directory.findByIssuer('https://ci.example')
      expect(found.toSorted((left, right) => left.id.localeCompare(right.id))).toEqual([
        { ...workload('a', 'cards'), lastUsedAt: at(5) },
        workload('a', 'payments'),
      ])
      expect(await directory.findByIssuer('https://CI.example')).toEqual([])
    })
  })
}
