import { expect, test } from 'vitest'
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
  [{ 'min-items': 1 }, 'at least 1 items'],
  [{ 'allowed-values': ['a', 1, false] }, 'one of a, 1, false'],
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
  expect(describeInput(null)).toMatchObject({ default: undefined, required: true })
})
