import { expect, it } from 'vitest'
import { pickValues } from './kept-values.ts'

it('keeps the values of inputs that the other version has, too', () => {
  const schema = { properties: { size: { type: 'number' }, constructor: { type: 'string' } } } as const
  expect(pickValues(schema, { size: 3, gone: true, toString: 'x', constructor: 'y' })).toEqual({
    size: 3,
    constructor: 'y',
  })
  expect(pickValues(schema, { gone: true })).toBeUndefined()
  expect(pickValues({}, undefined)).toBeUndefined()
})
