import { acceptsValue, addressRangePattern, type ValueConstraint } from '@groundplan/terraform-type'
import { constraintsOn, placedType, valueOf } from '@groundplan/terraform-type/testing'
import { caseCount } from '@groundplan/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromBlueprintRules, toBlueprintRules } from './rules.ts'

describe('toBlueprintRules', () => {
  test('joins rules on one place and keeps places apart', () => {
    const constraints: readonly ValueConstraint[] = [
      { path: '[*].a', minimum: 1 },
      { path: '', minItems: 1, uniqueItems: true },
      { path: '[*].a', maximum: 2, notNull: true },
      { path: '[*].b', keys: { pattern: '^x' } },
    ]
    expect(toBlueprintRules(constraints)).toEqual({
      'min-items': 1,
      'unique-items': true,
      constraints: {
        '[*].a': { minimum: 1, maximum: 2, 'not-null': true },
        '[*].b': { keys: { pattern: '^x' } },
      },
    })
  })

  test('writes the pattern of an address range by its name, beside another pattern', () => {
    const constraints = [
      { path: '', pattern: addressRangePattern },
      { path: '', pattern: '/16$' },
    ]
    expect(toBlueprintRules(constraints)).toEqual({ format: 'ip-range', pattern: '/16$' })
    expect(fromBlueprintRules({ format: 'ip-range', pattern: '/16$' })).toEqual(constraints.toReversed())
  })

  test('keeps a second pattern', () => {
    expect(
      toBlueprintRules([
        { path: '', pattern: '^[a-z]', minLength: 1 },
        { path: '', pattern: '[a-z]$', maxLength: 9 },
      ]),
    ).toEqual({ pattern: '^[a-z]', 'min-length': 1, 'max-length': 9, 'all-of': [{ pattern: '[a-z]$' }] })
  })

  test('writes alternatives with their paths, and bare where there are none', () => {
    expect(
      toBlueprintRules([
        {
          path: '[*]',
          anyOf: [[{ path: '.mode', allowedValues: ['off'] }], [{ path: '.size', minimum: 1 }]],
          not: [[{ path: '', minItems: 2 }]],
        },
      ]),
    ).toEqual({
      constraints: {
        '[*]': {
          'any-of': [
            { constraints: { '.mode': { 'allowed-values': ['off'] } } },
            { constraints: { '.size': { minimum: 1 } } },
          ],
          not: [{ 'min-items': 2 }],
        },
      },
    })
  })

  test('a choice between nothing refuses everything but null', () => {
    expect(toBlueprintRules([{ path: '', anyOf: [] }])).toEqual({ not: [{}] })
  })

  test('says what the constraints say, there and back', () => {
    const sample = placedType.chain((type) =>
      fc.record({ type: fc.constant(type), constraints: constraintsOn(type), value: valueOf(type) }),
    )
    fc.assert(
      fc.property(sample, ({ type, constraints, value }) => {
        const back = fromBlueprintRules(toBlueprintRules(constraints))
        expect(acceptsValue(type, value, { constraints: back })).toBe(
          acceptsValue(type, value, { constraints }),
        )
      }),
      { numRuns: caseCount(300) },
    )
  })
})
