import { caseCount } from '@groundplan/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseType } from './parse-type.ts'
import { printType } from './print-type.ts'

function canonical(text: string): string {
  const parsed = parseType(text)
  return parsed.ok ? printType(parsed.type) : `at ${parsed.offset}: ${parsed.message}`
}

describe('parseType', () => {
  test('never throws, and places a failure inside the text', () => {
    const fragments = fc.constantFrom(
      'object({',
      '})',
      'optional(',
      'list(',
      ')',
      'a = ',
      ',',
      '"',
      '${',
      '/*',
      '# x\n',
      'null',
      '[',
      '1e9',
      '\\u12',
    )
    const text = fc.oneof(
      fc.uint16Array().map((units) => String.fromCharCode(...units)),
      fc.array(fragments).map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(text, (source) => {
        const parsed = parseType(source)
        if (!parsed.ok) expect(parsed.offset).toBeLessThanOrEqual(source.length)
      }),
      { numRuns: caseCount(200) },
    )
  })

  test('comments and new lines inside a type are white space', () => {
    expect(
      canonical(
        'object({\r\n  # one\r\n  a = string // two\n  /* three\n  */ b = optional(\n number, 5)\n})',
      ),
    ).toBe('object({ a = string, b = optional(number, 5) })')
  })

  test('optional attributes keep their defaults at any depth', () => {
    const text =
      'object({ a = optional(object({ b = optional(list(object({ c = optional(bool, false) })), []) }), {}), n = optional(string, null) })'
    expect(canonical(text)).toBe(text)
  })

  test('falsy defaults of attributes are defaults', () => {
    const text = 'object({ a = optional(bool, false), b = optional(number, 0), c = optional(string, "") })'
    expect(canonical(text)).toBe(text)
  })

  test('numbers in defaults keep every digit', () => {
    const text =
      'object({ a = optional(number, 9007199254740993), b = optional(list(number), [1e400, -0.1]) })'
    expect(canonical(text)).toBe(text)
    expect(canonical('object({ a = optional(number, 1e9999999999) })')).toBe(
      'at 30: "1e9999999999" is too large for a number',
    )
  })

  test('words with letters of any script, and marks right behind them, are told apart', () => {
    expect(canonical('object({größe=string,a\u00a0=\ufeffbool,"x"=optional(number,-1)})')).toBe(
      'object({ größe = string, a = bool, x = optional(number, -1) })',
    )
    expect(canonical('/* never closed')).toBe('at 0: unexpected character "/"')
    expect(canonical('list(string) // done')).toBe('list(string)')
  })

  test('quoted types and bare collections are read as those of Terraform 0.11', () => {
    expect(parseType('"string"')).toEqual({ ok: true, type: { kind: 'string' }, legacy: true })
    expect(parseType('list')).toMatchObject({
      type: { kind: 'list', element: { kind: 'any' } },
      legacy: true,
    })
    expect(parseType('map(list)')).toMatchObject({ legacy: true })
    expect(parseType('map(any)')).toMatchObject({ legacy: false })
  })

  test('a failure says what was expected and where', () => {
    expect(canonical('')).toBe('at 0: expected a type, found the end')
    expect(canonical('list(strng)')).toBe('at 5: unknown type "strng"')
    expect(canonical('string)')).toBe('at 6: unexpected ")" after the type')
    expect(canonical('object({ a = string a = number })')).toBe('at 20: the attribute "a" is defined twice')
    expect(canonical('object({ a = optional(string, x) })')).toBe(
      'at 30: expected a constant value, found "x"',
    )
    expect(canonical('object({ a = optional(string, "${x}") })')).toBe(
      'at 30: expected a constant value, found a template',
    )
    expect(canonical('😀')).toBe('at 0: unexpected character "😀"')
  })

  test('nesting without end is refused before it takes the stack', () => {
    expect(canonical('list('.repeat(100_000))).toBe('at 500: nested too deeply')
    expect(parseType(`object({ a = optional(any, ${'['.repeat(100_000)}) })`)).toMatchObject({
      ok: false,
      message: 'nested too deeply',
    })
  })

  test('millions of blanks, and comments without end, are read like few', () => {
    expect(canonical(`${' '.repeat(10_000_000)}string${'#\n'.repeat(1_000_000)}`)).toBe('string')
  })
})
