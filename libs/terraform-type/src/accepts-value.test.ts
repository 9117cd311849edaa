import { expect, test } from 'vitest'
import { acceptsValue } from './accepts-value.ts'
import { parseNumber } from './exact-number.ts'
import { parseType } from './parse-type.ts'
import type { Json } from './terraform-type.ts'
import type { ValueConstraint } from './value-constraint.ts'

function accepts(text: string, value: Json, ...constraints: readonly ValueConstraint[]): boolean {
  const parsed = parseType(text)
  if (!parsed.ok) throw new Error(parsed.message)
  return acceptsValue(parsed.type, value, { constraints })
}

test('null and what is absent pass every rule but the one against null', () => {
  const choice = { path: '.a', anyOf: [[{ path: '', pattern: '^x' }]], not: [[]], minLength: 9 }
  expect(accepts('object({ a = optional(string) })', {}, choice)).toBe(true)
  expect(accepts('object({ a = optional(string) })', { a: null }, choice)).toBe(true)
  expect(accepts('object({ a = optional(string) })', {}, { path: '.a', notNull: true })).toBe(false)
  expect(accepts('object({ a = string })', null, { path: '.a', notNull: true })).toBe(true)
})

test('an absent attribute is judged by its default, and by defaults inside of it', () => {
  const type = 'object({ a = optional(object({ b = optional(number, 5) }), {}) })'
  expect(accepts(type, {}, { path: '.a.b', maximum: 5 })).toBe(true)
  expect(accepts(type, { a: null }, { path: '.a.b', maximum: 4 })).toBe(false)
  expect(accepts(type, { a: { b: 1 } }, { path: '.a.b', maximum: 4 })).toBe(true)
})

test('numbers are judged by all their digits', () => {
  const limit = { path: '', maximum: 2 ** 53 }
  expect(accepts('number', parseNumber('9007199254740993'), limit)).toBe(false)
  expect(accepts('number', 2 ** 53, limit)).toBe(true)
  expect(accepts('string', parseNumber('9007199254740993'))).toBe(false)
})

test('equal elements are found, whatever the order of their keys', () => {
  expect(
    accepts('set(any)', [
      { a: 1, b: 2 },
      { b: 2, a: 1 },
    ]),
  ).toBe(false)
  expect(accepts('list(any)', ['1', 1], { path: '', uniqueItems: true })).toBe(true)
})

test('of "any" rules for texts accept texts only', () => {
  expect(accepts('any', 'abc', { path: '', pattern: 'b' })).toBe(true)
  expect(accepts('any', ['b'], { path: '', pattern: 'b' })).toBe(false)
})

test('a pattern that could take for ever is not tried', () => {
  expect(accepts('string', `${'a'.repeat(60)}!`, { path: '', pattern: '^(a+)+$' })).toBe(true)
  expect(accepts('string', 'aaa!', { path: '', pattern: '^(a+)+$' })).toBe(false)
  expect(accepts('string', 'my-name-', { path: '', pattern: '^[a-z0-9]+(-[a-z0-9]+)*$' })).toBe(false)
  expect(accepts('string', 'a'.repeat(5000), { path: '', pattern: 'a*a*a*a*b' })).toBe(true)
})
