import fc from 'fast-check'
import {
  parseConstraintPath,
  parseType,
  type ConstraintRules,
  type Json,
  type JsonObject,
  type TerraformType,
  type ValueConstraint,
} from '@groundplan/terraform-type'
import { describe, expect, test } from 'vitest'
import { readConstraints } from './read-constraints.ts'
import { anyCondition, NullUsed, valuesOf, type Condition } from './condition.arbitrary.ts'

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
    ['number', 'var.x >= 1', [{ path: '', minimum: 1 }]],
    ['number', '1 <= var.x', [{ path: '', minimum: 1 }]],
    ['number', 'var.x > -1.5', [{ path: '', exclusiveMinimum: -1.5 }]],
    ['number', '1e3 > var.x', [{ path: '', exclusiveMaximum: 1000 }]],
    [
      'number',
      'var.x >= 1 && var.x <= 65535',
      [
        { path: '', minimum: 1 },
        { path: '', maximum: 65535 },
      ],
    ],
    [
      'number',
      'floor(var.x) == var.x && var.x == ceil(var.x)',
      [
        { path: '', multipleOf: 1 },
        { path: '', multipleOf: 1 },
      ],
    ],
    ['string', 'contains(["a", "b"], var.x)', [{ path: '', allowedValues: ['a', 'b'] }]],
    ['string', 'var.x == "a" || "b" == var.x', [{ path: '', allowedValues: ['a', 'b'] }]],
    ['string', 'var.x == null || contains(["a"], var.x)', [{ path: '', allowedValues: ['a'] }]],
    ['string', 'contains(["a"], var.x) || var.x == null', [{ path: '', allowedValues: ['a'] }]],
    ['string', 'var.x == null ? true : length(var.x) > 3', [{ path: '', minLength: 4 }]],
    ['string', 'var.x != null ? length(var.x) < 3 : true', [{ path: '', maxLength: 2 }]],
    ['string', 'length(var.x) == 3', [{ path: '', minLength: 3, maxLength: 3 }]],
    ['string', 'can(regex("^[a-z]+$", var.x))', [{ path: '', pattern: '^[a-z]+$' }]],
    ['string', 'can(regex("^\\\\d\\"$", var.x))', [{ path: '', pattern: '^\\d"$' }]],
    ['string', 'startswith(var.x, "arn:aws:*")', [{ path: '', pattern: '^arn:aws:\\*' }]],
    ['string', 'endswith(var.x, "/")', [{ path: '', pattern: '\\/$' }]],
    ['list(string)', 'length(var.x) > 0', [{ path: '', minItems: 1 }]],
    ['set(string)', 'alltrue([for s in var.x : length(s) <= 3])', [{ path: '[*]', maxLength: 3 }]],
    ['map(number)', 'alltrue([for k, v in var.x : v > 0])', [{ path: '[*]', exclusiveMinimum: 0 }]],
    ['map(string)', 'alltrue([for v in values(var.x) : v == "a"])', [{ path: '[*]', allowedValues: ['a'] }]],
    [
      'list(object({ port = number, cidrs = list(string) }))',
      'alltrue([for rule in var.x : rule.port > 0 && alltrue([for c in rule.cidrs : startswith(c, "10.")])])',
      [
        { path: '[*].port', exclusiveMinimum: 0 },
        { path: '[*].cidrs[*]', pattern: '^10\\.' },
      ],
    ],
    [
      'object({ a = optional(number) })',
      'var.x.a == null || (var.x.a > 1 # at least two\n)',
      [{ path: '.a', exclusiveMinimum: 1 }],
    ],
  ])('of a %s, %s is said exactly', (type, condition, expected) => {
    expect(read(condition, type)).toEqual(expected)
  })

  test.each([
    ['another variable', 'number', 'var.x > 1 && var.y > 2'],
    ['another variable of the same beginning', 'number', 'var.x-1 > 2'],
    ['a negation', 'number', '!(var.x > 1)'],
    ['something unknown on one side of an and', 'number', 'var.x > 1 && var.x != 3'],
    ['something unknown on one side of an or', 'string', 'foo(var.x) || (var.x == "a" && var.x == "b")'],
    ['an or of bounds', 'number', 'var.x < 1 || var.x > 5'],
    [
      'all or all, which is not each or each',
      'list(string)',
      'alltrue([for s in var.x : s == "a"]) || alltrue([for s in var.x : s == "b"])',
    ],
    [
      'guarded all or all',
      'list(string)',
      '(var.x == null ? true : alltrue([for s in var.x : s == "a"])) || alltrue([for s in var.x : s == "b"])',
    ],
    [
      'two loops over one list',
      'list(string)',
      'alltrue([for a in var.x : alltrue([for b in var.x : a == "p" || b == "q"])])',
    ],
    ['a loop with a filter', 'list(number)', 'alltrue([for n in var.x : n > 1 if n != 5])'],
    ['a loop that hides var', 'list(object({ x = number }))', 'alltrue([for var in var.x : var.x > 1])'],
    ['the keys of a map as values', 'map(string)', 'alltrue([for k in keys(var.x) : length(k) > 1])'],
    ['the key of a map', 'map(string)', 'alltrue([for k, v in var.x : length(k) > 1])'],
    ['the length of a map', 'map(string)', 'length(var.x) > 1'],
    ['a length that is no whole number', 'string', 'length(var.x) > 1.5'],
    ['a length below nothing', 'string', 'length(var.x) < 0'],
    ['a guard on another place', 'object({ a = number, b = number })', 'var.x.a == null || var.x.b > 1'],
    ['values of another type', 'string', 'contains([1, 2], var.x)'],
    ['a computed value', 'string', 'contains(["a", "${var.y}"], var.x)'],
    ['a changed text', 'string', 'can(regex("^a$", lower(var.x)))'],
    ['a pattern that ECMAScript has not', 'string', 'can(regex("(?i)^a$", var.x))'],
    ['a number with more digits than we have', 'number', 'var.x <= 9007199254740993'],
    ['an element by index', 'list(number)', 'var.x[0] > 1'],
    ['a splat', 'list(object({ a = number }))', 'alltrue(var.x[*].a > 1)'],
    ['an attribute that is not there', 'object({ a = number })', 'var.x.constructor > 1'],
    ['any', 'any', 'length(var.x) > 1'],
    ['a constant', 'number', 'true'],
    ['no expression', 'number', 'var.x >'],
  ])('gives nothing for %s', (_, type, condition) => {
    expect(read(condition, type)).toEqual([])
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
      { numRuns: 500 },
    )
  })

  test.each(['!', '-', '(', '[', 'f(', 'var.x && ', 'var.x || ', 'var.x ? ', 'var.x + ', '[for a in '])(
    'any number of "%s" takes no stack',
    (text) => {
      expect(read(`${text.repeat(900)}1`, 'number')).toEqual([])
      expect(read(`${text.repeat(100_000)}1`, 'number')).toEqual([])
    },
  )

  test('whatever it says, it says of exactly the values that the condition allows', () => {
    let said = 0
    const check = (condition: Condition, value: Json) => {
      const constraints = readConstraints(condition.text, 'x', condition.type)
      if (constraints.length === 0) return
      said += 1
      const holds = evaluate(condition, value)
      if (holds === undefined) return
      expect({ condition: condition.text, value, accepted: accepts(constraints, value) }).toEqual({
        condition: condition.text,
        value,
        accepted: holds,
      })
    }
    const cases = anyCondition.chain((condition) =>
      fc.tuple(fc.constant(condition), valuesOf(condition.type)),
    )
    fc.assert(
      fc.property(cases, ([condition, value]) => check(condition, value)),
      { numRuns: 3_000 },
    )
    expect(said).toBeGreaterThan(500)
  })
})

/** Terraform's verdict, or `undefined` where it would fail on a null. */
function evaluate({ holds }: Condition, value: Json): boolean | undefined {
  try {
    return holds(value)
  } catch (error) {
    if (error instanceof NullUsed) return undefined
    throw error
  }
}

/** The verdict of JSON Schema on the rules, value by value; absent values are accepted. */
function accepts(constraints: readonly ValueConstraint[], value: Json): boolean {
  return constraints.every(({ path, ...rules }) => {
    const steps = parseConstraintPath(path)
    if (steps === undefined) throw new Error(`no path: ${path}`)
    return valuesAt(value, steps).every((found) => found === null || fits(found, rules))
  })
}

function valuesAt(value: Json, [step, ...rest]: readonly string[]): readonly Json[] {
  if (step === undefined || value === null) return [value]
  const inner = step === '*' ? Object.values(value) : [(value as JsonObject)[step] ?? null]
  return inner.flatMap((item: Json) => valuesAt(item, rest))
}

function fits(value: Json, rules: ConstraintRules): boolean {
  const number = typeof value === 'number' ? value : Number.NaN
  const characters = typeof value === 'string' ? [...value].length : Number.NaN
  const items = Array.isArray(value) ? value.length : Number.NaN
  const { allowedValues, pattern, minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = rules
  return (
    (allowedValues === undefined || allowedValues.includes(value as string)) &&
    (pattern === undefined || new RegExp(pattern, 'u').test(value as string)) &&
    (minimum === undefined || number >= minimum) &&
    (maximum === undefined || number <= maximum) &&
    (exclusiveMinimum === undefined || number > exclusiveMinimum) &&
    (exclusiveMaximum === undefined || number < exclusiveMaximum) &&
    (multipleOf === undefined || Math.abs(number % multipleOf) === 0) &&
    (rules.minLength === undefined || characters >= rules.minLength) &&
    (rules.maxLength === undefined || characters <= rules.maxLength) &&
    (rules.minItems === undefined || items >= rules.minItems) &&
    (rules.maxItems === undefined || items <= rules.maxItems)
  )
}
