import { expect, it } from 'vitest'
import { toStatusKey } from './status-key.ts'

it('a key that Bitbucket Cloud takes stays as it is', () => {
  expect(toStatusKey('groundplan/validation')).toBe('groundplan/validation')
  expect(toStatusKey('x'.repeat(40))).toBe('x'.repeat(40))
})

it('longer keys are cut to 40 characters and stay different', () => {
  const keys = ['a', 'b'].map((end) =>
    toStatusKey(`groundplan/modules/network/validation/${'x'.repeat(20)}${end}`),
  )
  expect(keys.map(({ length }) => length)).toEqual([40, 40])
  expect(new Set(keys).size).toBe(2)
})
