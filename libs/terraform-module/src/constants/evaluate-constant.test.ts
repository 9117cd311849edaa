import { ExactNumber } from '@groundplan/terraform-type'
import { describe, expect, test } from 'vitest'
import { evaluateConstant } from './evaluate-constant.ts'

// The values are those of `terraform console` 1.11.
describe('evaluateConstant', () => {
  test.each([
    ['12 * 60 * 60', 43200],
    ['-5 % 3', -2],
    ['-5.5 % 3', -2.5],
    ['0.1 + 0.2', 0.3],
    ['7 / 2', 3.5],
    ['"5" * 2', 10],
    ['(1 + 2) * -3', -9],
    ['9007199254740993 - 1', 9007199254740992],
    ['9007199254740993 * 3', new ExactNumber('27021597764222979')],
    ['!"true"', false],
    ['1 == "1"', false],
    ['0.1 + 0.2 == 0.3', true],
    ['null == null', true],
    ['1 < 2 && "b" != "a" || false', true],
    ['true ? 1 : "a"', '1'],
    ['false ? null : 2', 2],
    ['true ? [] : ["a"]', []],
    ['"${1e3}x"', '1000x'],
    ['"a${true}-${1 + 1}"', 'atrue-2'],
    ['"${[1]}"', [1]],
    ['"$${a} ${"}"}"', '${a} }'],
    ['[1, 2][0]', 1],
    ['{ a = { b = 1 } }.a["b"]', 1],
    ['[{ a = 1 }, { a = 2 }][*].a', [1, 2]],
    ['[for x in ["1", "2"] : x * 2]', [2, 4]],
    ['[for i, x in ["a", "b"] : "${i}${x}" if i > 0]', ['1b']],
    ['{ for k, v in { b = 1, a = 2 } : "${k}x" => v }', { ax: 2, bx: 1 }],
    ['{ ("a${1}") = 2, for = 3 }', { a1: 2, for: 3 }],
    ['[<<-EOT\n  one\n  two\n  EOT\n, "x"]', ['one\ntwo\n', 'x']],
    ['[for x in [null, 1] : x == null]', [true, false]],
    ['[for k, v in { a = null } : v]', [null]],
    ['{ for k, v in { a = null } : k => v }', { a: null }],
    ['[for x in [null] : x if x == null]', [null]],
    ['[null, 1][0] == null', true],
    ['[null][*]', [null]],
    ['{ a = null }.a == null', true],
  ])('computes %s', (text, value) => {
    expect(evaluateConstant(text)).toEqual(value)
  })

  test.each([
    'var.a',
    'max(1, 2)',
    '1 / 0',
    '1 / 3',
    '1 + "a"',
    '1 + null',
    '"a${null}"',
    '"a${[null][0]}"',
    '[1][-1]',
    '[for x in [null] : x + 1]',
    '[1][2]',
    '{ a = 1 }.b',
    '"%{ if true }a%{ endif }"',
    '{ for x in ["a", "a"] : x => 1 }',
    'true ? { a = 1 } : { b = "x" }',
    '[for a in [for b in [1] : b] : c]',
  ])('leaves %s to Terraform', (text) => {
    expect(evaluateConstant(text)).toBeUndefined()
  })

  test('gives up where loops multiply', () => {
    const list = `[${'1, '.repeat(100)}]`
    const nested = `[for a in ${list} : [for b in ${list} : [for c in ${list} : a * b * c]]]`
    expect(evaluateConstant(nested)).toBeUndefined()
  })

  test('gives up on templates nested without end', () => {
    expect(evaluateConstant('"${'.repeat(2000) + '1' + '}"'.repeat(2000))).toBeUndefined()
  })

  test('does not grow numbers without end', () => {
    expect(evaluateConstant(Array(300).fill('999999999999').join(' * '))).toBeUndefined()
  })
})
