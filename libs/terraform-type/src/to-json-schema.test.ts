import { Validator, type Schema } from '@cfworker/json-schema'
import { caseCount } from '@groundplan/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { acceptsValue } from './accepts-value.ts'
import type { JsonSchema } from './json-schema.ts'
import { parseType } from './parse-type.ts'
import type { TerraformType } from './terraform-type.ts'
import { toJsonSchema, type SchemaOptions } from './to-json-schema.ts'
import { constraintsOn, placedType, valueOf } from './value-constraint.arbitrary.ts'
import type { ValueConstraint } from './value-constraint.ts'

function typeOf(text: string): TerraformType {
  const parsed = parseType(text)
  if (!parsed.ok) throw new Error(parsed.message)
  return parsed.type
}

/** The schema of a form: null only where a value may be left out. */
function schemaOf(text: string, ...constraints: readonly ValueConstraint[]): JsonSchema {
  return toJsonSchema(typeOf(text), { constraints, nulls: 'optional', null: false })
}

function exactSchemaOf(text: string, ...constraints: readonly ValueConstraint[]): JsonSchema {
  return toJsonSchema(typeOf(text), { constraints })
}

describe('toJsonSchema', () => {
  test('a bool is no string of "true" and a number no text', () => {
    expect([schemaOf('bool'), schemaOf('number'), schemaOf('string')]).toEqual([
      { type: 'boolean' },
      { type: 'number' },
      { type: 'string' },
    ])
  })

  test('any accepts everything, alone and inside', () => {
    expect(exactSchemaOf('any')).toEqual({})
    expect(schemaOf('any')).toEqual({ not: { type: 'null' } })
    expect(schemaOf('list(any)')).toEqual({ type: 'array', items: {} })
    expect(schemaOf('map(any)')).toEqual({ type: 'object', additionalProperties: true })
  })

  test('the elements of a set are unique', () => {
    expect(schemaOf('set(string)')).toEqual({ type: 'array', items: { type: 'string' }, uniqueItems: true })
  })

  test('an object requires what is not optional and shows the defaults of the rest', () => {
    expect(schemaOf('object({ b = string, a = optional(bool, false), n = optional(number, null) })')).toEqual(
      {
        type: 'object',
        properties: {
          b: { type: 'string' },
          a: { type: ['boolean', 'null'], default: false },
          n: { type: ['number', 'null'] },
        },
        required: ['b'],
      },
    )
  })

  test('an attribute may have the name of a property that every object has', () => {
    const schema = schemaOf('object({ __proto__ = string, constructor = number })')
    expect(Object.keys(schema.properties ?? {})).toEqual(['__proto__', 'constructor'])
    expect(schema.required).toEqual(['__proto__', 'constructor'])
  })

  test('a tuple has as many elements as it has types, even none', () => {
    expect(schemaOf('tuple([string, bool])')).toEqual({
      type: 'array',
      items: [{ type: 'string' }, { type: 'boolean' }],
      additionalItems: false,
      minItems: 2,
      maxItems: 2,
    })
    expect(schemaOf('tuple([])')).toEqual({ type: 'array', minItems: 0, maxItems: 0 })
  })
})

describe('null', () => {
  test('is a value of every type, and stays short to read', () => {
    expect(exactSchemaOf('string')).toEqual({ type: ['string', 'null'] })
    expect(exactSchemaOf('any')).toEqual({})
    expect(exactSchemaOf('map(object({ a = bool }))')).toEqual({
      type: ['object', 'null'],
      additionalProperties: {
        type: ['object', 'null'],
        properties: { a: { type: ['boolean', 'null'] } },
        required: ['a'],
      },
    })
  })

  test('is refused where a rule says so, and an attribute that must not be null must be there', () => {
    expect(
      exactSchemaOf(
        'object({ a = optional(string) })',
        { path: '', notNull: true },
        { path: '.a', notNull: true },
      ),
    ).toEqual({ type: 'object', properties: { a: { type: 'string' } }, required: ['a'] })
    expect(exactSchemaOf('list(any)', { path: '[*]', notNull: true })).toEqual({
      type: ['array', 'null'],
      items: { not: { type: 'null' } },
    })
  })

  test('is among the allowed values where it passes', () => {
    expect(exactSchemaOf('string', { path: '', allowedValues: ['a'] })).toEqual({
      type: ['string', 'null'],
      enum: ['a', null],
    })
    expect(schemaOf('string', { path: '', allowedValues: ['a'] })).toEqual({ type: 'string', enum: ['a'] })
  })

  test('is no way around a rule that the default does not keep to', () => {
    const type = 'object({ a = optional(number, 5) })'
    expect(schemaOf(type, { path: '.a', minimum: 5 })).toEqual({
      type: 'object',
      properties: { a: { type: ['number', 'null'], minimum: 5, default: 5 } },
    })
    expect(schemaOf(type, { path: '.a', minimum: 6 })).toEqual({
      type: 'object',
      properties: { a: { type: 'number', minimum: 6 } },
      required: ['a'],
    })
  })
})

describe('constraints', () => {
  test('are found where their paths lead', () => {
    expect(schemaOf('list(object({ a = string }))', { path: '[*].a', pattern: '^x' })).toMatchObject({
      items: { properties: { a: { type: 'string', pattern: '^x' } } },
    })
    expect(schemaOf('map(set(string))', { path: '[*][*]', allowedValues: ['a'] })).toMatchObject({
      additionalProperties: { items: { enum: ['a'] } },
    })
  })

  test.each(['.missing', '[*]', '.constructor', '.a.b', 'no path'])(
    'say nothing where the type has no place "%s"',
    (path) => {
      const type = 'object({ a = string })'
      expect(schemaOf(type, { path, minLength: 1 })).toEqual(schemaOf(type))
    },
  )

  test('count the entries of a map and look at its keys', () => {
    expect(
      schemaOf('map(string)', { path: '', minItems: 1, keys: { pattern: '^[a-z]', maxLength: 9 } }),
    ).toEqual({
      type: 'object',
      additionalProperties: { type: 'string' },
      propertyNames: { pattern: '^[a-z]', maxLength: 9 },
      minProperties: 1,
    })
  })

  test('on one place are joined, and what one keyword cannot say stands beside it', () => {
    expect(
      schemaOf(
        'string',
        { path: '', pattern: '^a', minLength: 1 },
        { path: '', pattern: 'z$', minLength: 2 },
      ),
    ).toEqual({ type: 'string', pattern: '^a', minLength: 2, allOf: [{ pattern: 'z$' }] })
  })

  test('offer alternatives, and refuse', () => {
    const mode = { path: '.mode', allowedValues: ['off'] }
    expect(
      schemaOf(
        'object({ mode = string, size = optional(number), tags = map(string) })',
        { path: '', anyOf: [[mode], [{ path: '.size', minimum: 1, notNull: true }]] },
        { path: '.mode', not: [[{ path: '', pattern: '-$' }]] },
      ),
    ).toEqual({
      type: 'object',
      properties: {
        mode: { type: 'string', not: { pattern: '-$' } },
        size: { type: ['number', 'null'] },
        tags: { type: 'object', additionalProperties: { type: 'string' } },
      },
      required: ['mode', 'tags'],
      anyOf: [
        { properties: { mode: { enum: ['off'] } } },
        { properties: { size: { type: 'number', minimum: 1 } }, required: ['size'] },
      ],
    })
  })

  test('that refuse let null pass', () => {
    expect(exactSchemaOf('string', { path: '', not: [[{ path: '', pattern: '-$' }]] })).toEqual({
      type: ['string', 'null'],
      not: { type: 'string', pattern: '-$' },
    })
  })

  test('the schema accepts exactly the values that keep to type and constraints', () => {
    const sample = placedType.chain((type) =>
      fc.record({
        type: fc.constant(type),
        options: fc.record({
          constraints: constraintsOn(type),
          nulls: fc.constantFrom<SchemaOptions['nulls'] & string>('everywhere', 'optional'),
          null: fc.boolean(),
        }),
        values: fc.array(valueOf(type), { minLength: 2, maxLength: 5 }),
      }),
    )
    fc.assert(
      fc.property(sample, ({ type, options, values }) => {
        const validator = new Validator(toJsonSchema(type, options) as Schema, '7')
        for (const value of values) {
          expect(validator.validate(value).valid).toBe(acceptsValue(type, value, options))
        }
      }),
      { numRuns: caseCount(500) },
    )
  })
})
