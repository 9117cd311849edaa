import { describe, expect, it } from 'vitest'
import { blueprintOf } from '../testing/environment-world.ts'
import { checkInputs, requireValidInputs } from './check-inputs.ts'

const blueprint = blueprintOf(`spec_version: 2
inputs:
  name: { pattern: '^[a-z]+$', validation-description: Use lower case letters. }
  size: { type: number, minimum: 1, default: 2 }
  ports: { type: list(number), optional: true }
  password: { sensitive: true, min-length: 8, optional: true }
grains: {}
`)

describe('values of inputs', () => {
  it('are accepted if they have the types and keep to the rules; null is no value', () => {
    expect(checkInputs(blueprint, { name: 'shop', size: 3, ports: [80], password: 'long enough' })).toEqual(
      [],
    )
    expect(checkInputs(blueprint, { name: 'shop', size: null })).toEqual([])
  })

  it('are refused with all problems at once, and without the values', () => {
    const given = { name: 'SHOP', size: 0, ports: ['http'], password: 'hunter2', more: 1 }
    expect(checkInputs(blueprint, given)).toEqual([
      { input: 'more', message: 'The blueprint has no such input.' },
      { input: 'name', message: 'Use lower case letters.' },
      { input: 'size', message: 'The value does not keep to the rules of this input.' },
      { input: 'ports', message: 'The value is not of the type list(number).' },
      { input: 'password', message: 'The value does not keep to the rules of this input.' },
    ])
    expect(() => requireValidInputs(blueprint, {})).toThrow('name: A value is required.')
  })
})
