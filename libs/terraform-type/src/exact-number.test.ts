import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareToNumber, ExactNumber, isMultipleOf, isSameNumber, parseNumber } from './exact-number.ts'
import { stringifyJson } from './stringify-json.ts'

describe('parseNumber', () => {
  test.each([
    ['0.1', 0.1],
    ['1e3', 1000],
    ['5.0', 5],
    ['-0', 0],
    ['-0.0', 0],
    ['+5', 5],
    ['.5', 0.5],
    ['1e21', 1e21],
    ['9007199254740992', 2 ** 53],
    ['1.7976931348623157e308', Number.MAX_VALUE],
    ['5e-324', 5e-324],
  ])('%s is the number that JavaScript has', (text, expected) => {
    expect(parseNumber(text)).toBe(expected)
  })

  test.each([
    ['9007199254740993', '9007199254740993'],
    ['-9007199254740993.0', '-9007199254740993'],
    ['3.14159265358979323846', '3.14159265358979323846'],
    ['1e400', '1e400'],
    ['10E399', '1e400'],
    ['1e-400', '1e-400'],
    ['0.00000000000000000000123456789012345678901', '0.00000000000000000000123456789012345678901'],
  ])('%s keeps its digits', (text, digits) => {
    expect(parseNumber(text)).toEqual(new ExactNumber(digits))
  })

  test.each(['', '.', 'e5', '1e', '0x10', ' 1', 'Infinity', '--1', '1e9999999999'])(
    '"%s" is no decimal number',
    (text) => {
      expect(() => parseNumber(text)).toThrow(RangeError)
    },
  )

  test('every JavaScript number comes back from its text', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(parseNumber(String(value))).toBe(value + 0)
      }),
    )
  })

  test('every whole number keeps its value, whatever zeros it is written with', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.nat(5), (value, zeros) => {
        const text = `${value}.${'0'.repeat(zeros)}`
        expect(wholeNumberOf(parseNumber(text))).toBe(value)
        expect(isSameNumber(parseNumber(text), parseNumber(String(value)))).toBe(true)
      }),
    )
  })

  test('a number of a million digits is read at once', () => {
    expect(String(parseNumber(`${'10'.repeat(500_000)}1`))).toHaveLength(1_000_001)
  })
})

test('numbers are compared exactly', () => {
  const exact = parseNumber('9007199254740993')
  expect(compareToNumber(exact, 2 ** 53)).toBe(1)
  expect(compareToNumber(exact, 2 ** 53 + 2)).toBe(-1)
  expect(compareToNumber(parseNumber('-1e400'), 0)).toBe(-1)
  expect(compareToNumber(parseNumber('1e-400'), 0)).toBe(1)
  expect(compareToNumber(parseNumber('1e-999999999'), 0)).toBe(1)
  expect(compareToNumber(parseNumber('-1e-999999999'), 0)).toBe(-1)
  expect(compareToNumber(1, 1)).toBe(0)
})

test('a multiple is told by its digits, not by rounded division', () => {
  expect(isMultipleOf(parseNumber('9007199254740993'), 2)).toBe(false)
  expect(isMultipleOf(parseNumber('9007199254740994000000'), 2)).toBe(true)
  expect(isMultipleOf(0.3, 0.1)).toBe(true)
  expect(isMultipleOf(parseNumber('1.00000000000000000001'), 1)).toBe(false)
  expect(isMultipleOf(parseNumber('1e999999999'), 3)).toBe(true)
})

describe('stringifyJson', () => {
  test('writes what JSON.stringify writes, with and without indentation', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(stringifyJson(value)).toBe(JSON.stringify(value))
        expect(stringifyJson(value, 2)).toBe(JSON.stringify(value, null, 2))
      }),
    )
  })

  test('leaves out what has no value, as JSON.stringify does', () => {
    const value = { a: undefined, b: [undefined, 1], __proto__: null, c: new Date(0) }
    expect(stringifyJson(value)).toBe(JSON.stringify(value))
  })

  test('writes exact numbers with all their digits', () => {
    const value = { a: [parseNumber('9007199254740993')], b: parseNumber('1e400') }
    expect(stringifyJson(value)).toBe('{"a":[9007199254740993],"b":1e400}')
    expect(JSON.stringify(value)).toBe('{"a":["9007199254740993"],"b":"1e400"}')
  })
})

/** `1.5e+21`, as JavaScript writes large numbers, has a whole value of its own, which is not that of the double nearest to it. */
function wholeNumberOf(value: ReturnType<typeof parseNumber>): bigint {
  const [mantissa = '', exponent = '0'] = String(value).split('e')
  const [whole = '', fraction = ''] = mantissa.split('.')
  return BigInt(whole + fraction.padEnd(Number(exponent), '0'))
}
