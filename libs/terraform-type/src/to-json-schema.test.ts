import { describe, expect, test } from 'vitest'
import { parseType } from './parse-type.ts'
import { toJsonSchema, type JsonSchema } from './to-json-schema.ts'
import { constrainSchema, parseConstraintPath, typeAtPath, type ConstraintRules } from './value-constraint.ts'

function schemaOf(text: string): JsonSchema {
  const parsed = parseType(text)
  if (!parsed.ok) throw new Error(parsed.message)
  return toJsonSchema(parsed.type)
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
    expect(schemaOf('any')).toEqual({})
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
        properties: { b: { type: 'string' }, a: { type: 'boolean', default: false }, n: { type: 'number' } },
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

describe('constrainSchema', () => {
  const constrain = (type: string, path: string, rules: ConstraintRules) =>
    constrainSchema(schemaOf(type), { path, ...rules })

  test('puts the rule where the path leads', () => {
    expect(constrain('number', '', { minimum: 1 })).toEqual({ type: 'number', minimum: 1 })
    expect(constrain('list(object({ a = string }))', '[*].a', { pattern: '^x' })).toMatchObject({
      items: { properties: { a: { type: 'string', pattern: '^x' } } },
    })
    expect(constrain('map(set(string))', '[*][*]', { allowedValues: ['a'] })).toMatchObject({
      additionalProperties: { items: { enum: ['a'] } },
    })
  })

  test.each(['.missing', '[*]', '.constructor', '.a.b', 'no path'])(
    'leaves the schema as it is where it has no place "%s"',
    (path) => {
      const schema = schemaOf('object({ a = string })')
      if (path !== 'no path') expect(constrainSchema(schema, { path, minLength: 1 })).toEqual(schema)
      else expect(parseConstraintPath(path)).toBeUndefined()
    },
  )
})

describe('typeAtPath', () => {
  test.each([
    ['list(object({ a = map(number) }))', '[*].a[*]', 'number'],
    ['string', '', 'string'],
    ['object({ with-dash = bool })', '.with-dash', 'bool'],
    ['list(string)', '.a', undefined],
    ['object({ a = string })', '[*]', undefined],
    ['object({ a = string })', 'a', undefined],
    ['tuple([string])', '[*]', undefined],
  ])('in %s the path "%s" leads to %s', (text, path, kind) => {
    const parsed = parseType(text)
    expect(parsed.ok && typeAtPath(parsed.type, path)?.kind).toBe(kind)
  })
})
