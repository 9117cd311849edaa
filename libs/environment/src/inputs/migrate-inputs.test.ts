import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blueprintOf } from '../testing/environment-world.ts'
import { checkInputs } from './check-inputs.ts'
import { migrateInputs } from './migrate-inputs.ts'

const blueprint = blueprintOf(`spec_version: 2
inputs:
  name: { pattern: '^[a-z]+$' }
  size: { type: number, minimum: 2 }
  zones: { type: set(string), default: [] }
  password: { sensitive: true }
  key: { sensitive: true, optional: true }
  token: { ephemeral: true }
  plain: { optional: true }
  region: {}
grains: {}
`)

describe('values in another version', () => {
  it('stay where they can, in its types, and are asked for where they cannot', () => {
    const values = { name: 'Shop', size: '3', zones: ['a', 'a'], gone: 1, token: 'x', key: 'was plain' }
    const sealed = { password: 'r/password', plain: 'r/plain', old: 'r/old' }
    expect(migrateInputs(blueprint, { values, sealed })).toEqual({
      values: { size: 3, zones: ['a'], key: 'was plain' },
      secrets: ['password'],
      dropped: ['gone', 'old'],
      missing: ['token', 'region'],
      invalid: [{ input: 'name', message: 'The value does not keep to the rules of this input.' }],
    })
  })

  it('are complete and valid once what is missing or invalid is entered', () => {
    const old = fc.dictionary(fc.constantFrom('name', 'size', 'zones', 'region', 'gone'), fc.jsonValue())
    fc.assert(
      fc.property(old, (values) => {
        const migrated = migrateInputs(blueprint, { values: values as never, sealed: { password: 'p' } })
        const asked = new Set([...migrated.missing, ...migrated.invalid.map(({ input }) => input)])
        const left = checkInputs(blueprint, migrated.values).map(({ input }) => input)
        expect(left.filter((input) => !asked.has(input) && input !== 'password')).toEqual([])
      }),
    )
  })
})
