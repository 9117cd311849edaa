import { parseType, type TerraformType } from '@groundplan/terraform-type'
import { expect, test } from 'vitest'
import { withoutIdleNullRules } from './null-rules.ts'

function typeOf(text: string): TerraformType {
  const parsed = parseType(text)
  if (!parsed.ok) throw new Error(parsed.message)
  return parsed.type
}

test.each([
  ['string', '', false, false],
  ['string', '', true, true],
  ['list(string)', '[*]', true, false],
  ['list(any)', '[*]', true, true],
  ['list(object({ a = string }))', '[*].a', true, false],
  ['list(object({ a = optional(string) }))', '[*].a', false, true],
  ['list(object({ a = optional(string, "x") }))', '[*].a', false, false],
  ['object({ a = optional(map(string)) })', '.a[*]', false, false],
])('in %s at "%s", left out: %j, the rule against null stays: %j', (text, path, mayBeLeftOut, stays) => {
  const [constraint] = withoutIdleNullRules([{ path, notNull: true, minLength: 1 }], {
    type: typeOf(text),
    mayBeLeftOut,
  })
  expect(constraint).toEqual(stays ? { path, notNull: true, minLength: 1 } : { path, minLength: 1 })
})

test('inside of alternatives every rule stays', () => {
  const constraint = { path: '', anyOf: [[{ path: '', notNull: true as const }]] }
  expect(withoutIdleNullRules([constraint], { type: typeOf('string'), mayBeLeftOut: false })).toEqual([
    constraint,
  ])
})
