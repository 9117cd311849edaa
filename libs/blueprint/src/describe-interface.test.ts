import { expect, test } from 'vitest'
import { parseNumber } from '@groundplan/terraform-type'
import type { BlueprintInput } from './blueprint.ts'
import { describeInterface } from './describe-interface.ts'

function describeInput(input: BlueprintInput | null) {
  return describeInterface({ spec_version: 2, inputs: { a: input }, grains: {} }).inputs[0]
}

test.each<[BlueprintInput, string | undefined]>([
  [{ minimum: 1, maximum: 9 }, '1 to 9'],
  [{ minimum: 1, 'multiple-of': 1 }, 'at least 1; a whole number'],
  [{ maximum: 0 }, 'at most 0'],
  [{ 'exclusive-minimum': 0, 'exclusive-maximum': 1 }, 'more than 0; less than 1'],
  [{ 'min-length': 3, 'max-length': 3 }, '3 characters'],
  [{ 'min-items': 1 }, 'at least 1 item'],
  [{ 'max-items': 0 }, 'at most 0 items'],
  [{ 'max-length': 1 }, 'at most 1 character'],
  [{ 'min-items': 1, 'max-items': 1 }, '1 item'],
  [{ 'min-items': 0, 'max-items': 1 }, '0 to 1 items'],
  [{ 'allowed-values': ['', 'a'] }, 'one of "", a'],
  [{ not: [{ 'allowed-values': [''] }] }, 'not one of ""'],
  [{ 'allowed-values': ['a', 1, false] }, 'one of a, 1, false'],
  [
    { 'unique-items': true, keys: { pattern: '^a', 'max-length': 3 } },
    'no item twice; keys: (at most 3 characters and matching ^a)',
  ],
  [{ pattern: '^a', 'all-of': [{ pattern: 'b$' }], 'not-null': true }, 'not null; matching b$'],
  [
    { 'any-of': [{ minimum: 9 }, { constraints: { '.a': { 'allowed-values': ['x'] } } }] },
    'at least 9 or .a one of x',
  ],
  [{ not: [{ pattern: '-$' }, {}] }, 'not matching -$; left out'],
  [{ pattern: `^${'a'.repeat(120)}` }, 'matching a long pattern'],
  [{}, undefined],
])('the rules %j accept %s', (rules, expected) => {
  expect(describeInput(rules)?.accepts).toBe(expected)
})

test('a type of many lines is told on one', () => {
  expect(describeInput({ type: 'list(\n  string # each\n)' })?.type).toBe('list(string)')
  expect(describeInput({ type: 'strng' })?.type).toBe('strng')
})

test('falsy defaults are told, and none is told apart from them', () => {
  expect(describeInput({ default: '' })).toMatchObject({ default: '""', required: false })
  expect(describeInput({ default: false })).toMatchObject({ default: 'false', required: false })
  expect(describeInput({ default: parseNumber('9007199254740993') })?.default).toBe('9007199254740993')
  expect(describeInput(null)).toMatchObject({ default: undefined, required: true })
})
