import { caseCount } from '@groundplan/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { acceptsValue } from './accepts-value.ts'
import { placeRules } from './constraint-path.ts'
import { joinRules } from './join-rules.ts'
import type { TerraformType } from './terraform-type.ts'
import { constraintsOn, valueOf } from './value-constraint.arbitrary.ts'

describe('joinRules', () => {
  test('the stricter bound wins, whichever comes first', () => {
    const first = {
      minimum: 1,
      maximum: 9,
      minLength: 2,
      maxLength: 3,
      minItems: 0,
      maxItems: 5,
      multipleOf: 2,
    }
    const second = {
      minimum: 2,
      maximum: 8,
      minLength: 1,
      maxLength: 4,
      minItems: 1,
      maxItems: 6,
      multipleOf: 6,
    }
    const joined = {
      minimum: 2,
      maximum: 8,
      minLength: 2,
      maxLength: 3,
      minItems: 1,
      maxItems: 5,
      multipleOf: 6,
    }
    expect(joinRules([first, second])).toEqual([joined])
    expect(joinRules([second, first])).toEqual([joined])
  })

  test('a value must be allowed by all, even where none is', () => {
    expect(joinRules([{ allowedValues: ['a', 'b'] }, { allowedValues: ['b', 'c'] }])).toEqual([
      { allowedValues: ['b'] },
    ])
    const apart = [{ allowedValues: ['a'] }, { allowedValues: ['b'] }]
    expect(joinRules(apart)).toEqual(apart)
  })

  test('a second pattern is kept, and the same one is not said twice', () => {
    expect(
      joinRules([{ pattern: '^a', minLength: 1 }, { pattern: 'b$', maxLength: 2 }, { pattern: '^a' }]),
    ).toEqual([{ pattern: '^a', minLength: 1, maxLength: 2 }, { pattern: 'b$' }])
  })

  test('what is refused by one or the other is refused in one rule', () => {
    const not = (pattern: string) => ({ not: [[{ path: '', pattern }]] })
    expect(joinRules([not('a'), not('b'), not('a')])).toEqual([
      { not: [[{ path: '', pattern: 'a' }], [{ path: '', pattern: 'b' }]] },
    ])
  })

  test('says the same as the rules one by one', () => {
    const type = fc.constantFrom<TerraformType>(
      { kind: 'string' },
      { kind: 'number' },
      { kind: 'map', element: { kind: 'bool' } },
    )
    const sample = type.chain((kind) => fc.tuple(fc.constant(kind), constraintsOn(kind), valueOf(kind)))
    fc.assert(
      fc.property(sample, ([kind, constraints, value]) => {
        const here = constraints.filter(({ path }) => path === '')
        const rules = placeRules(here).map((placed) => placed.rules)
        const joined = joinRules(rules).map((group) => ({ path: '', ...group }))
        expect(acceptsValue(kind, value, { constraints: joined })).toBe(
          acceptsValue(kind, value, { constraints: here }),
        )
      }),
      { numRuns: caseCount(500) },
    )
  })
})
