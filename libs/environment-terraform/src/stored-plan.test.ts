import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decodePlan, encodePlan } from './stored-plan.ts'

it('a plan of Terraform comes back as it was, byte for byte', () => {
  const lockFile = fc.option(fc.string({ unit: 'binary' }), { nil: undefined })
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), lockFile, (file, lock) => {
      const plan = { kind: 'terraform', file, ...(lock === undefined ? {} : { lockFile: lock }) } as const
      const within = new Uint8Array([9, ...encodePlan(plan), 9]).subarray(1, -1)
      expect(decodePlan(within)).toEqual(plan)
    }),
  )
})

it('a plan of power comes back as it was', () => {
  const targets = [{ address: 'a.b', sizes: { desired: 2 } }, { address: 'c.d["ü"]' }]
  const plan = { kind: 'power', to: 'off', targets } as const
  expect(decodePlan(encodePlan(plan))).toEqual(plan)
})

it('what is cut off or something else is no plan', () => {
  const bytes = encodePlan({ kind: 'power', to: 'on', targets: [] })
  for (const wrong of [
    bytes.subarray(0, -1),
    bytes.subarray(0, 3),
    new Uint8Array(),
    new Uint8Array([0, 0, 0, 2, 123, 125]),
  ])
    expect(() => decodePlan(wrong)).toThrow()
})
