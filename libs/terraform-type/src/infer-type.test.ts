import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseNumber } from './exact-number.ts'
import { inferType } from './infer-type.ts'
import { printType } from './print-type.ts'
import { anyJson } from './terraform-type.arbitrary.ts'

test('every constant has a type, and the type is one that can be printed', () => {
  fc.assert(
    fc.property(anyJson, (value) => {
      expect(printType(inferType(value))).toMatch(/^[a-z]/)
    }),
  )
})

test('a number of many digits is a number', () => {
  expect(printType(inferType([1, parseNumber('9007199254740993')]))).toBe('list(number)')
})

test.each([
  [null, 'any'],
  ['', 'string'],
  [0, 'number'],
  [false, 'bool'],
  [[], 'list(any)'],
  [{}, 'map(any)'],
  [['a', 'b'], 'list(string)'],
  [[1, 'b'], 'list(any)'],
  [{ a: 1, b: 2 }, 'map(number)'],
  [{ a: 1, b: 'x' }, 'map(any)'],
  [[{ a: 1 }, { b: 2 }], 'list(map(number))'],
])('%j is of the type %s', (value, expected) => {
  expect(printType(inferType(value))).toBe(expected)
})
