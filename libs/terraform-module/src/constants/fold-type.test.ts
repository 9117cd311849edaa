import { expect, test } from 'vitest'
import { foldType } from './fold-type.ts'

test('replaces the computed defaults of optional attributes by their values', () => {
  expect(
    foldType(`object({
      name  = string
      "ttl" = optional(number, 24 * 60 * 60)
      tags  = optional(map(string), { a = "x\${1 + 1}" })
      rules = optional(list(object({ port = optional(number, (80)) })), [])
      pair  = tuple([string, any])
    })`),
  ).toBe(
    'object({ "name" = string, "ttl" = optional(number, 86400), ' +
      '"tags" = optional(map(string), { a = "x2" }), ' +
      '"rules" = optional(list(object({ "port" = optional(number, 80) })), []), "pair" = tuple([string, any]) })',
  )
})

test.each([
  'object({ a = optional(number, max(1, 2)) })',
  'object({ a = optional(number, var.b) })',
  '1 + 1',
])('has nothing for %s', (text) => {
  expect(foldType(text)).toBeUndefined()
})
