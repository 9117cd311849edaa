import { caseCount } from '@groundplan/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareParsers } from './compare-parsers.ts'
import { parseHcl } from './parse-hcl.ts'
import type { SyntaxBody } from './syntax-tree.ts'

/** Every block and argument in order, one a line, indented. */
function print(text: string, body: SyntaxBody = parseHcl(text).body, indent = ''): readonly string[] {
  const attributes = body.attributes.map(({ name, index, start, end }) => ({
    index,
    lines: [`${indent}${name} = ${text.slice(start, end)}`],
  }))
  const blocks = body.blocks.map(({ type, labels, index, body: inner }) => ({
    index,
    lines: [[indent + type, ...labels].join(' '), ...print(text, inner, `${indent}  `)],
  }))
  return [...attributes, ...blocks]
    .toSorted((left, right) => left.index - right.index)
    .flatMap(({ lines }) => lines)
}

function errors(text: string): readonly string[] {
  return parseHcl(text).errors.map(({ message, index }) => `${index}: ${message}`)
}

describe('parseHcl', () => {
  test('gives blocks and arguments in the order of the text, expressions as they are written', () => {
    const text = [
      'variable "z" { default = 1 }',
      'resource "aws_vpc" main {',
      '  cidr = var.z # the range',
      '  tags = {',
      '    a = 1',
      '  }',
      '  dynamic "x" {',
      '    content {',
      '    }',
      '  }',
      '  name = "a${f("b")}c" /* of it */',
      '}',
      'output o {}',
    ].join('\n')
    expect(print(text)).toEqual([
      'variable z',
      '  default = 1',
      'resource aws_vpc main',
      '  cidr = var.z',
      '  tags = {\n    a = 1\n  }',
      '  dynamic x',
      '    content',
      '  name = "a${f("b")}c"',
      'output o',
    ])
    expect(errors(text)).toEqual([])
  })

  test('ignores blocks inside strings, heredocs and comments', () => {
    const text = [
      'locals {',
      '  a = "variable \\"x\\" {"',
      '  b = "${join("}", ["variable \\"y\\" {"])}"',
      '  e = <<EOT',
      'variable "in_heredoc" {',
      '} EOT',
      '  EOT',
      '  f = <<-EOT',
      '    ${jsonencode({ x = "}" })} {',
      '    EOT',
      '}',
      '# variable "in_comment" {',
      '/* variable "in_comment" {',
      '*/ variable "real" {',
      '}',
    ].join('\r\n')
    expect(parseHcl(text).body.blocks.map(({ labels }) => labels)).toEqual([[], ['real']])
    expect(errors(text)).toEqual([])
  })

  test('a broken item leaves the others, in its block and around it', () => {
    const text = [
      'variable "a" {',
      '  default = ',
      '  type = string',
      '}',
      'x = {',
      '  a = 1 b = 2',
      '}',
      'variable "c" {',
      '  description = "never closed',
      '  type = number',
      '}',
      'variable "d" {',
      '  validation {',
      'variable "e" {',
      '}',
    ].join('\n')
    expect(print(text)).toEqual([
      'variable a',
      '  type = string',
      'variable c',
      'variable d',
      '  validation',
      'variable e',
    ])
    expect(errors(text)).toEqual([
      '27: Expected an expression, found the end of the line.',
      '60: Expected a comma or a newline, found "b".',
      '99: Missing closing quote on this line.',
      '148: Missing closing brace for block "validation".',
    ])
  })

  test('an argument that is set twice counts once and is an error', () => {
    const text = 'x = 1\nx = 2\n'
    expect(print(text)).toEqual(['x = 1'])
    expect(errors(text)).toEqual(['6: Duplicate argument "x".'])
  })

  test.each([
    'x = [',
    'x = {a = ',
    'x = (',
    'x = f(',
    'x = "${',
    'a {\n',
    'x = <<A\n${',
    'x = ! ',
    'x = a ? b : ',
  ])('any number of "%s" takes no stack', (piece) => {
    expect(errors(piece.repeat(100_000)).length).toBeGreaterThan(0)
    const [, open = piece] = piece.split('= ')
    expect(errors(`x = ${open.repeat(100_000)}`).length).toBeGreaterThan(0)
  })

  test.each([
    ['x = 1.5.e3', false],
    ['x = 1.2.3', false],
    ['x = 1.e3', true],
    ['x = a.0.b', true],
    ['x = a.0.1', false],
    ['x = a .5e3', true],
    ['x = a ? b::c : d', false],
    ['x = a ? b::c() : d', true],
  ])('accepts or refuses %s as HashiCorp’s parser does', async (text, accepted) => {
    expect(errors(text).length === 0).toBe(accepted)
    expect(await compareParsers(`${text}\n`)).toMatchObject({ difference: undefined })
  })

  test('reads the same blocks and arguments as HashiCorp’s parser, or refuses the text as it does', async () => {
    const word = fc.constantFrom('a', 'b-c', '_d', 'for', 'if', 'null', 'é', 'variable')
    const expression: fc.Arbitrary<string> = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 4 },
        word,
        fc.constantFrom('1', '1.5e3', 'true', '"t"', '"$${x} %%{y} \\n"', '<<A\n x\nA', '<<-A\n  ${b}\n  A'),
        fc
          .tuple(tie('any'), fc.constantFrom('+', '==', '&&', '<', '%', '!=', '/'), tie('any'))
          .map((parts) => parts.join(' ')),
        fc.tuple(tie('any'), tie('any'), tie('any')).map(([a, b, c]) => `${a} ? ${b} : ${c}`),
        tie('any').map((inner) => `(${inner}\n)`),
        tie('any').map((inner) => `-${inner}`),
        fc.array(tie('any'), { maxLength: 3 }).map((items) => `[${items.join(',\n')}]`),
        fc
          .array(fc.tuple(word, tie('any')), { maxLength: 3 })
          .map((items) => `{${items.map((item) => item.join(' = ')).join('\n')}}`),
        fc.array(tie('any'), { maxLength: 3 }).map((items) => `f(${items.join(', ')})`),
        fc
          .tuple(word, tie('any'), tie('any'))
          .map(([name, list, value]) => `[for ${name} in ${list} : ${value} if ${name}]`),
        fc.tuple(word, tie('any')).map(([name, list]) => `{for k, ${name} in ${list} : k => ${name}...}`),
        tie('any').map((inner) => `"a\${${inner}}b%{ if ${inner} ~}c%{ else }%{ endif }"`),
        fc
          .tuple(tie('any'), fc.constantFrom('.a', '[0]', '[*].b', '.*.c', '.0', '["k"]'))
          .map((parts) => parts.join('')),
      ),
    })).any as fc.Arbitrary<string>
    const item: fc.Arbitrary<string> = fc.oneof(
      fc.tuple(word, expression).map(([name, value]) => `${name} = ${value}\n`),
      fc
        .tuple(word, word, expression)
        .map(([type, name, value]) => `${type} "l" {\n  ${name} = ${value} # c\n}\n`),
      fc.tuple(word, expression).map(([type, value]) => `${type} { a = ${value} }\n`),
    )
    const noise = fc.constantFrom(
      '',
      '',
      '',
      '}',
      '"',
      '\n',
      '${',
      '//',
      '/*',
      '=',
      ',',
      '\r',
      '.',
      '::',
      ' ',
    )
    const text = fc
      .tuple(fc.array(item, { minLength: 1, maxLength: 4 }), noise, fc.nat())
      .map(([items, piece, at]) => {
        const whole = items.join('')
        const index = at % (whole.length + 1)
        return whole.slice(0, index) + piece + whole.slice(index)
      })
    let accepted = 0
    await fc.assert(
      fc.asyncProperty(text, async (source) => {
        const { outcome, difference } = await compareParsers(source)
        if (outcome === 'same') accepted += 1
        expect({ source, difference }).toEqual({ source, difference: undefined })
      }),
      // The same texts each time; the proof `fuzz-modules` draws new ones.
      { numRuns: caseCount(1_500) },
    )
    expect(accepted).toBeGreaterThan(caseCount(300))
  })
})
