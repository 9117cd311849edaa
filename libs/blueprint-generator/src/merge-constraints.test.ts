import { expect, test } from 'vitest'
import { mergeConstraints } from './merge-constraints.ts'

test('the stricter bound wins, whichever comes first', () => {
  const first = { path: '', minimum: 1, maximum: 9, minLength: 2, maxLength: 3, minItems: 0, maxItems: 5 }
  const second = { path: '', minimum: 2, maximum: 8, minLength: 1, maxLength: 4, minItems: 1, maxItems: 6 }
  const merged = { minimum: 2, maximum: 8, minLength: 2, maxLength: 3, minItems: 1, maxItems: 5 }
  expect(mergeConstraints([first, second]).allRules).toEqual(merged)
  expect(mergeConstraints([second, first]).allRules).toEqual(merged)
})

test('a value must be allowed by all', () => {
  const merged = mergeConstraints([
    { path: '', allowedValues: ['a', 'b', 'c'] },
    { path: '', allowedValues: ['c', 'b', 'd'] },
  ])
  expect(merged.allRules).toEqual({ allowedValues: ['b', 'c'] })
})

test('where no value is allowed by all, the choice is not empty', () => {
  const merged = mergeConstraints([
    { path: '', allowedValues: ['a'] },
    { path: '', allowedValues: ['b'] },
  ])
  expect(merged.allRules).toEqual({ allowedValues: ['a'] })
})

test('of two patterns one is kept, never a mixture', () => {
  const merged = mergeConstraints([
    { path: '', pattern: '^a' },
    { path: '', pattern: 'b$' },
  ])
  expect(merged.allRules).toEqual({ pattern: '^a' })
})

test('rules on different places stay apart', () => {
  const { allRules, pathRules } = mergeConstraints([
    { path: '[*].a', minimum: 1 },
    { path: '', minItems: 1 },
    { path: '[*].a', maximum: 2 },
    { path: '[*].b', minimum: 3 },
  ])
  expect(allRules).toEqual({ minItems: 1 })
  expect([...pathRules]).toEqual([
    ['[*].a', { minimum: 1, maximum: 2 }],
    ['[*].b', { minimum: 3 }],
  ])
})
