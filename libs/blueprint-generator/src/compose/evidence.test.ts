import { parseType, printType } from '@groundplan/terraform-type'
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { isAssignable } from './assignability.ts'
import { inferExpressionType } from './infer-expression-type.ts'
import { joinInputs } from './join-inputs.ts'
import { toNameWords } from './name-words.ts'
import type { PartInput } from './part.ts'
import { findWholeInput, listInputUses, rewriteReferences } from './rewrite-references.ts'
import { uniqueNames } from './unique-names.ts'

const typeOf = (text: string) => {
  const parsed = parseType(text)
  if (!parsed.ok) throw new Error(parsed.message)
  return parsed.type
}

test.each([
  ['private_subnet_ids', 'private subnet id', 'id', true],
  ['privateSubnetIDs', 'private subnet id', 'id', true],
  ['db-sg', 'database security group', 'group', false],
  ['addresses', 'address', 'address', true],
  ['policies', 'policy', 'policy', true],
  ['dns', 'dns', 'dns', false],
  ['', '', '', false],
])('%j has the words %j', (name, words, kind, isPlural) => {
  expect(toNameWords(name)).toMatchObject({ words: words.split(' ').filter(Boolean), kind, isPlural })
})

test.each([
  ['string', 'string', 'same'],
  ['number', 'string', 'converts'],
  ['number', 'bool', 'no'],
  ['string', 'list(string)', 'no'],
  ['set(string)', 'list(string)', 'converts'],
  ['list(string)', 'list(map(string))', 'no'],
  ['tuple([string, bool])', 'list(string)', 'converts'],
  ['tuple([string])', 'tuple([string, string])', 'no'],
  ['object({ a = string })', 'map(string)', 'converts'],
  ['object({ a = string })', 'object({ a = string, b = optional(string) })', 'converts'],
  ['object({ a = string })', 'object({ b = string })', 'no'],
  ['any', 'list(string)', 'unknown'],
  ['list(any)', 'list(string)', 'unknown'],
])('%s where %s is asked for: %s', (from, to, expected) => {
  expect(isAssignable(typeOf(from), typeOf(to))).toBe(expected)
})

describe('the type of an expression', () => {
  const variables = new Map([['zones', typeOf('set(string)')]])
  test.each([
    ['aws_vpc.this.id', 'string'],
    ['aws_subnet.private[*].id', 'list(string)'],
    ['try(aws_vpc.this[0].id, null)', 'string'],
    ['one(aws_vpc.this[*].arn)', 'string'],
    ['concat(["),("], local.a)', 'list(any)'],
    ['"${local.a}-b"', 'string'],
    ['{ for k, v in local.a : k => v }', 'map(any)'],
    ['length(var.zones)', 'number'],
    ['var.zones', 'set(string)'],
    ['aws_vpc.this', 'object({})'],
    ['module.vpc', 'object({})'],
    ['module.vpc.anything', 'any'],
    ['var.a ? 1 : 2', 'any'],
  ])('%s: %s', (expression, expected) => {
    expect(printType(inferExpressionType(expression, variables))).toBe(expected)
  })

  it('never fails on any text', () => {
    fc.assert(fc.property(fc.string(), (text) => void inferExpressionType(text, variables)))
    inferExpressionType('try('.repeat(10_000), variables)
  })
})

describe('one field for several inputs', () => {
  const input = (given: PartInput['input']): PartInput => ({
    name: 'x',
    type: typeOf(given.type ?? 'string'),
    required: given.default === undefined && given.optional !== true,
    input: given,
    uses: [],
    isWhole: true,
  })

  it('keeps every rule, and is required and secret if one of them is', () => {
    const joined = joinInputs([
      input({ type: 'string', description: 'A', default: 'abc', 'max-length': 20, pattern: '^a' }),
      input({ type: 'string', description: 'B', sensitive: true, 'max-length': 10, pattern: 'c$' }),
    ])
    expect(joined).toEqual({
      type: 'string',
      description: 'A',
      sensitive: true,
      pattern: '^a',
      'max-length': 10,
      'all-of': [{ pattern: 'c$' }],
    })
  })

  it('has no default that one of them refuses', () => {
    const joined = joinInputs([input({ default: 'abc' }), input({ default: 'abc', 'max-length': 2 })])
    expect(joined).toEqual({ type: 'string', 'max-length': 2 })
  })
})

test('references are replaced anywhere, and unclosed braces take linear time', () => {
  const replacements = {
    input: (name: string) =>
      name === 'c'
        ? { kind: 'value' as const, value: 5 }
        : { kind: 'expression' as const, body: `.inputs.new_${name}` },
    grain: () => 'g',
  }
  const value = [
    '{{ .inputs.a }}-{{ .inputs.["b"] | upcase }}',
    { c: '{{ .inputs.c }}' },
    '{{ .grains.x.outputs.y }}',
    '.inputs.a',
  ]
  expect(rewriteReferences(value, replacements)).toEqual([
    '{{ .inputs.new_a }}-{{ .inputs.new_b | upcase }}',
    { c: 5 },
    '{{ .grains.g.outputs.y }}',
    '.inputs.a',
  ])
  expect([...listInputUses(value)]).toEqual([
    ['a', false],
    ['b', false],
    ['c', true],
  ])
  expect(findWholeInput('{{ .inputs.a }}{{ .inputs.b }}')).toBeUndefined()
  expect(rewriteReferences('{{ '.repeat(200_000), replacements)).toHaveLength(600_000)
})

test('names are unique, whatever is taken', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({ name: fc.constantFrom('a', 'b', 'x_a', 'x_a_2'), prefix: fc.constantFrom('x', 'y-z') }),
      ),
      fc.array(fc.constantFrom('a', 'x_a')),
      (all, taken) => {
        const names = uniqueNames(all, taken)
        expect(new Set([...names, ...taken]).size).toBe(names.length + new Set(taken).size)
      },
    ),
  )
})
