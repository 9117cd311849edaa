import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseType } from './parse-type.ts'
import { layOutType, printLiteral, printType } from './print-type.ts'
import { anyType } from './terraform-type.arbitrary.ts'
import type { TerraformType } from './terraform-type.ts'

function typeOf(text: string): TerraformType {
  const parsed = parseType(text)
  if (!parsed.ok) throw new Error(parsed.message)
  return parsed.type
}

describe('printType', () => {
  test('what is printed parses to the same type', () => {
    fc.assert(
      fc.property(anyType, (type) => {
        expect(typeOf(printType(type))).toEqual(type)
      }),
    )
  })

  test('equal types give equal texts, whatever the way they were written', () => {
    const text = 'object({\n  a: string, # first\n  "b" = optional( list(number) , [ 1,2 ], )\n})'
    expect(printType(typeOf(text))).toBe('object({ a = string, b = optional(list(number), [1, 2]) })')
  })

  test('keeps attributes in declared order', () => {
    expect(printType(typeOf('object({ z = string, a = string, "10" = any, "9" = any })'))).toBe(
      'object({ z = string, a = string, "10" = any, "9" = any })',
    )
  })
})

describe('layOutType', () => {
  test('what is laid out parses to the same type', () => {
    fc.assert(
      fc.property(anyType, (type) => {
        expect(typeOf(layOutType(type))).toEqual(type)
      }),
    )
  })

  test('a short type stays on one line and a long object has one attribute a line', () => {
    expect(layOutType(typeOf('list(string)'))).toBe('list(string)')
    const long = typeOf(
      'map(object({ name = string, ports = optional(list(number), [80, 443]), nested = object({ first_long_name = optional(string), second_long_name = optional(string, "default value") }) }))',
    )
    expect(layOutType(long)).toMatchInlineSnapshot(`
      "map(object({
        name = string
        ports = optional(list(number), [80, 443])
        nested = object({
          first_long_name = optional(string)
          second_long_name = optional(string, "default value")
        })
      }))"
    `)
  })
})

describe('printLiteral', () => {
  test('a text that looks like a template stays a text', () => {
    expect(printLiteral('${a} %{if} $${b} "q" \\ \n')).toBe('"$${a} %%{if} $$${b} \\"q\\" \\\\ \\n"')
  })

  test('a key that begins a for expression is quoted', () => {
    expect(printLiteral({ for: 1, other: 2 })).toBe('{ "for" = 1, other = 2 }')
  })
})
