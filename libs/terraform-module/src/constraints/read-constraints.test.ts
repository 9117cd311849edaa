// Over 300 lines: a table of conditions and the constraints they become.
import { caseCount } from '@groundplan/testing'
import fc from 'fast-check'
import {
  acceptsValue,
  parseType,
  type Json,
  type TerraformType,
  type ValueConstraint,
} from '@groundplan/terraform-type'
import { describe, expect, test } from 'vitest'
import { readConstraints } from './read-constraints.ts'
import { anyCondition, valuesOf, type Condition } from './condition.arbitrary.ts'

function typeOf(text: string): TerraformType {
  const parsed = parseType(text)
  if (!parsed.ok) throw new Error(parsed.message)
  return parsed.type
}

function read(condition: string, type: string): readonly ValueConstraint[] {
  return readConstraints(condition, 'x', typeOf(type))
}

describe('readConstraints', () => {
  test.each([
    ['number', 'var.x >= 1', [{ path: '', notNull: true, minimum: 1 }]],
    ['number', '1 <= var.x', [{ path: '', notNull: true, minimum: 1 }]],
    ['number', 'var.x > -1.5', [{ path: '', notNull: true, exclusiveMinimum: -1.5 }]],
    ['number', '1e3 > var.x', [{ path: '', notNull: true, exclusiveMaximum: 1000 }]],
    [
      'number',
      'var.x >= 1 && var.x <= 65535',
      [
        { path: '', notNull: true, minimum: 1 },
        { path: '', maximum: 65535 },
      ],
    ],
    ['number', '!(var.x > 1)', [{ path: '', notNull: true, maximum: 1 }]],
    [
      'number',
      'floor(var.x) == var.x && var.x % 5 == 0',
      [
        { path: '', notNull: true, multipleOf: 1 },
        { path: '', multipleOf: 5 },
      ],
    ],
    [
      'number',
      'var.x < 1 || var.x > 5',
      [
        {
          path: '',
          notNull: true,
          anyOf: [[{ path: '', exclusiveMaximum: 1 }], [{ path: '', exclusiveMinimum: 5 }]],
        },
      ],
    ],
    [
      'number',
      'var.x == null ? true : var.x >= 6 || var.x == 0',
      [{ path: '', anyOf: [[{ path: '', minimum: 6 }], [{ path: '', allowedValues: [0] }]] }],
    ],
    ['bool', '!var.x', [{ path: '', notNull: true, allowedValues: [false] }]],
    ['string', 'contains(["a", "b"], var.x)', [{ path: '', notNull: true, allowedValues: ['a', 'b'] }]],
    ['string', 'var.x == "a" || "b" == var.x', [{ path: '', notNull: true, allowedValues: ['a', 'b'] }]],
    ['string', 'var.x == null || contains(["a"], var.x)', [{ path: '', allowedValues: ['a'] }]],
    ['string', 'contains(["a"], var.x) || var.x == null', [{ path: '', allowedValues: ['a'] }]],
    [
      'string',
      'anytrue([var.x == null, var.x == "a", var.x == "b"])',
      [{ path: '', allowedValues: ['a', 'b'] }],
    ],
    ['string', 'var.x == null ? true : length(var.x) > 3', [{ path: '', minLength: 4 }]],
    ['string', 'var.x != null ? length(var.x) < 3 : true', [{ path: '', maxLength: 2 }]],
    ['string', 'length(var.x) == 3', [{ path: '', notNull: true, minLength: 3, maxLength: 3 }]],
    ['string', 'length(var.x) > 1.5', [{ path: '', notNull: true, minLength: 2 }]],
    ['string', 'var.x != ""', [{ path: '', not: [[{ path: '', allowedValues: [''] }]] }]],
    ['string', 'var.x != null', [{ path: '', notNull: true }]],
    ['string', 'can(regex("^[a-z]+$", var.x))', [{ path: '', notNull: true, pattern: '^[a-z]+$' }]],
    ['string', '!can(regex("^[a-z]+$", var.x))', [{ path: '', not: [[{ path: '', pattern: '^[a-z]+$' }]] }]],
    ['string', 'length(regexall("--", var.x)) > 0', [{ path: '', notNull: true, pattern: '--' }]],
    ['string', 'can(regex("^\\\\d\\"$", var.x))', [{ path: '', notNull: true, pattern: '^\\d"$' }]],
    ['string', 'can(regex("^\\u0061$${$", var.x))', [{ path: '', notNull: true, pattern: '^a$\\{$' }]],
    ['string', 'startswith(var.x, "arn:aws:*")', [{ path: '', notNull: true, pattern: '^arn:aws:\\*' }]],
    ['string', 'endswith(var.x, "/")', [{ path: '', notNull: true, pattern: '\\/$' }]],
    ['string', 'contains(["on"], lower(var.x))', [{ path: '', notNull: true, pattern: '^[oO][nN]$' }]],
    ['string', 'contains(["a", "b"], coalesce(var.x, "a"))', [{ path: '', allowedValues: ['a', 'b', ''] }]],
    ['list(string)', 'length(var.x) > 0', [{ path: '', notNull: true, minItems: 1 }]],
    [
      'list(string)',
      'length(distinct(var.x)) == length(var.x)',
      [{ path: '', notNull: true, uniqueItems: true }],
    ],
    [
      'list(string)',
      'contains(var.x, "a")',
      [
        {
          path: '',
          notNull: true,
          not: [[{ path: '[*]', not: [[{ path: '', allowedValues: ['a'] }]] }]],
        },
      ],
    ],
    [
      'set(string)',
      'alltrue([for s in var.x : length(s) <= 3])',
      [
        { path: '', notNull: true },
        { path: '[*]', notNull: true, maxLength: 3 },
      ],
    ],
    [
      'list(string)',
      'length([for s in var.x : s if s == "a"]) == 0',
      [
        { path: '', notNull: true },
        { path: '[*]', not: [[{ path: '', allowedValues: ['a'] }]] },
      ],
    ],
    ['map(string)', 'length(var.x) > 1', [{ path: '', notNull: true, minItems: 2 }]],
    [
      'map(string)',
      'alltrue([for k, v in var.x : can(regex("^a", k)) && v == "a"])',
      [
        { path: '', notNull: true, keys: { pattern: '^a' } },
        { path: '[*]', notNull: true, allowedValues: ['a'] },
      ],
    ],
    [
      'map(string)',
      'alltrue([for v in values(var.x) : v == "a"])',
      [
        { path: '', notNull: true },
        { path: '[*]', notNull: true, allowedValues: ['a'] },
      ],
    ],
    [
      'list(object({ port = number, cidrs = list(string) }))',
      'alltrue([for rule in var.x : rule.port > 0 && alltrue([for c in rule.cidrs : startswith(c, "10.")])])',
      [
        { path: '', notNull: true },
        { path: '[*]', notNull: true },
        { path: '[*].port', notNull: true, exclusiveMinimum: 0 },
        { path: '[*].cidrs', notNull: true },
        { path: '[*].cidrs[*]', notNull: true, pattern: '^10\\.' },
      ],
    ],
    [
      'object({ a = optional(number) })',
      'var.x.a == null || (var.x.a > 1 # at least two\n)',
      [
        { path: '', notNull: true },
        { path: '.a', exclusiveMinimum: 1 },
      ],
    ],
    ['object({ a = optional(number) })', 'try(var.x.a > 1, true)', [{ path: '.a', exclusiveMinimum: 1 }]],
    [
      'object({ a = optional(number, 3) })',
      'var.x.a > 1',
      [
        { path: '', notNull: true },
        { path: '.a', exclusiveMinimum: 1 },
      ],
    ],
    [
      'object({ a = optional(string), b = optional(string) })',
      'var.x.a != null || var.x.b != null',
      [
        {
          path: '',
          notNull: true,
          anyOf: [[{ path: '.a', notNull: true }], [{ path: '.b', notNull: true }]],
        },
      ],
    ],
    [
      'list(object({ a = string }))',
      'alltrue([for a in var.x[*].a : a == "b"])',
      [
        { path: '', notNull: true },
        { path: '[*]', notNull: true },
        { path: '[*].a', notNull: true, allowedValues: ['b'] },
      ],
    ],
  ])('of a %s, %s is said exactly', (type, condition, expected) => {
    expect(read(condition, type)).toEqual(expected)
  })

  test.each([
    ['a single condition', 'can(cidrhost(var.x, 0))'],
    ['a guarded one', 'var.x == null ? true : can(cidrhost(var.x, 0))'],
  ])('ranges of addresses are read as Terraform reads them, in %s', (_, condition) => {
    const constraints = read(condition, 'string')
    const accepts = (text: string) => new RegExp(constraints[0]?.pattern ?? '', 'u').test(text)
    const ranges = [
      '10.0.0.0/8',
      '010.0.0.255/032',
      '::/0',
      '1::8/128',
      '::ffff:1.2.3.4/96',
      '1:2:3:4:5:6:7:8/64',
    ]
    const others = [
      '10.0.0.0',
      '10.0.0/8',
      '256.0.0.0/8',
      '10.0.0.0/33',
      '1:::2/8',
      '1:2:3:4:5:6:7:8:9/8',
      '::/129',
    ]
    expect(ranges.filter((text) => !accepts(text))).toEqual([])
    expect(others.filter(accepts)).toEqual([])
  })

  test.each([
    ['another variable', 'number', 'var.x > 1 && var.y > 2'],
    ['another variable of the same beginning', 'number', 'var.x-1 > 2'],
    ['something unknown on one side of an or', 'string', 'foo(var.x) || var.x == "a"'],
    [
      'two loops over one list',
      'list(string)',
      'alltrue([for a in var.x : alltrue([for b in var.x : a == "p" || b == "q"])])',
    ],
    [
      'a search in the list of the loop',
      'list(string)',
      'alltrue([for a in var.x : contains(var.x, "b") || a == "b"])',
    ],
    ['a loop that hides var', 'list(object({ x = number }))', 'alltrue([for var in var.x : var.x > 1])'],
    ['a key or its value', 'map(string)', 'alltrue([for k, v in var.x : k == "a" || v == "b"])'],
    ['the index of a list', 'list(number)', 'alltrue([for i, n in var.x : i < 3])'],
    ['two places compared', 'object({ a = number, b = number })', 'var.x.a < var.x.b'],
    ['a text as a number', 'string', 'var.x > 1'],
    ['a number as a text', 'number', 'can(regex("^[0-9]+$", var.x))'],
    ['a sum', 'object({ a = number, b = number })', 'var.x.a + var.x.b < 3'],
    ['one of many', 'list(string)', 'length([for s in var.x : s if s == "a"]) == 1'],
    ['names that differ', 'list(object({ a = string }))', 'length(distinct(var.x[*].a)) == length(var.x)'],
    ['a computed value', 'string', 'contains(["a", "${var.y}"], var.x)'],
    ['a pattern for a changed text', 'string', 'can(regex("^a$", lower(var.x)))'],
    ['a pattern that ECMAScript has not', 'string', 'can(regex("^\\\\pL$", var.x))'],
    ['a pattern that may take very long', 'string', 'can(regex("^(a+)+$", var.x))'],
    ['a number with more digits than we have', 'number', 'var.x <= 9007199254740993'],
    ['an element by index', 'list(number)', 'var.x[0] > 1'],
    ['an attribute that is not there', 'object({ a = number })', 'var.x.constructor > 1'],
    ['values of another type', 'string', 'contains([1, 2], var.x)'],
    ['any', 'any', 'length(var.x) > 1'],
    ['a constant', 'number', 'true'],
    ['a condition that is never true', 'number', 'false'],
    ['no expression', 'number', 'var.x >'],
  ])('gives nothing for %s', (_, type, condition) => {
    expect(read(condition, type)).toEqual([])
  })

  test('gives up immediately on alternatives that multiply', () => {
    const terms = 'abcdefghijklmnopqrst'.split('').map((name) => `(var.x.${name} == null ? 0 : 1)`)
    const attributes = 'abcdefghijklmnopqrst'.split('').map((name) => `${name} = optional(string)`)
    expect(read(`${terms.join(' + ')} <= 10`, `object({ ${attributes.join(', ')} })`)).toEqual([])
  })

  test('never throws, whatever the text', () => {
    const piece = fc.constantFrom(
      ...[
        'var.x',
        '.',
        '(',
        ')',
        '[',
        ']',
        'for a in',
        ':',
        '?',
        '&&',
        '||',
        '==',
        '!',
        '-',
        '1',
        '"a"',
        'null',
        'length',
        ',',
        '${',
        '\\',
        '/*',
        '#',
      ],
    )
    const text = fc.oneof(
      fc.uint16Array().map((units) => String.fromCharCode(...units)),
      fc.array(piece).map((pieces) => pieces.join(' ')),
    )
    fc.assert(
      fc.property(text, (condition) => {
        expect(Array.isArray(read(condition, 'list(string)'))).toBe(true)
      }),
      { numRuns: caseCount(500) },
    )
  })

  test.each(['!', '-', '(', '[', 'f(', 'var.x && ', 'var.x || ', 'var.x ? ', 'var.x + ', '[for a in '])(
    'any number of "%s" takes no stack',
    (text) => {
      expect(read(`${text.repeat(900)}1`, 'number')).toEqual([])
      expect(read(`${text.repeat(100_000)}1`, 'number')).toEqual([])
    },
  )

  test('constraints allow exactly the values that the condition allows', () => {
    let said = 0
    const check = ({ text, type, verdict }: Condition, value: Json) => {
      const constraints = readConstraints(text, 'x', type)
      if (constraints.length === 0) return
      said += 1
      expect({ text, value, accepted: acceptsValue(type, value, { constraints }) }).toEqual({
        text,
        value,
        accepted: verdict(value) === true,
      })
    }
    const cases = anyCondition.chain((condition) =>
      fc.tuple(fc.constant(condition), valuesOf(condition.type)),
    )
    fc.assert(
      fc.property(cases, ([condition, value]) => check(condition, value)),
      { numRuns: caseCount(5_000) },
    )
    expect(said).toBeGreaterThan(caseCount(3_000))
  })
})
