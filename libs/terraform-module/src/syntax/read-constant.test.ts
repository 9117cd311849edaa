import { ExactNumber } from '@groundplan/terraform-type'
import { describe, expect, test } from 'vitest'
import { readConstant, wholeInterpolation } from './read-constant.ts'

function read(text: string): unknown {
  return readConstant(`${text}\n`, 0, text.length)
}

describe('readConstant', () => {
  test.each([
    ['"a"', 'a'],
    ['"\\n\\r\\t\\"\\\\ \\u00e9 \\U0001F600"', '\n\r\t"\\ é 😀'],
    ['"$${a} %%{b} $ % $$ 5%"', '${a} %{b} $ % $$ 5%'],
    ['<<A\n  one\n\n two\nA', '  one\n\n two\n'],
    ['<<-A\n    one\n\n      two\n    A', 'one\n\n  two\n'],
    ['<<-A\n  A', ''],
    ['<<A\n$${a}\nA', '${a}\n'],
    ['<<A\r\nx\r\nA', 'x\r\n'],
    ['0', 0],
    ['- 1.50e1', -15],
    ['(true)', true],
    ['null', null],
    ['[1, [2], /* c */ "x",\n]', [1, [2], 'x']],
    ['{\n  a = 1 # one\n  "b c" : [2]\n  3 = null, (true) = 4\n}', { a: 1, 'b c': [2], 3: null, true: 4 }],
    ['{ __proto__ = 1 }', Object.fromEntries([['__proto__', 1]])],
  ])('reads %s', (text, value) => {
    expect(read(text)).toEqual(value)
  })

  test('keeps every digit of a number that a double cannot hold', () => {
    expect(read('[9007199254740993, -3.14159265358979323846]')).toEqual([
      new ExactNumber('9007199254740993'),
      new ExactNumber('-3.14159265358979323846'),
    ])
  })

  test.each([
    'var.a',
    '"${var.a}"',
    '"%{ if true }a%{ endif }"',
    '<<A\n${b}\nA',
    '60 * 60',
    '[1, var.a]',
    '{ (var.a) = 1 }',
    'f()',
    '[for a in b : a]',
    'true ? 1 : 2',
    '-a',
    '[1][0]',
    '{ a = 1 }.a',
    '!true',
  ])('has no constant for %s', (text) => {
    expect(read(text)).toBeUndefined()
  })
})

test.each([
  ['${var.a}', 'var.a'],
  ['${ var.a == "}" }', 'var.a == "}"'],
  ['${var.a}${var.b}', undefined],
  ['${var.a} b', undefined],
  ['a', undefined],
  ['${', undefined],
])('the template %s is the expression %s', (template, expression) => {
  expect(wholeInterpolation(template)).toBe(expression)
})
