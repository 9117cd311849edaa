import { expect, test } from 'vitest'
import { slowPatterns, usableSchema } from './usable-schema.ts'

const evil = '^(a+)+$'

test('quick patterns stay, slow ones go, and choices and defaults are left as they are', () => {
  const schema = {
    properties: {
      quick: { pattern: '^[a-z]+$', default: { pattern: evil } },
      slow: { pattern: evil, maxLength: 9, enum: [{ pattern: evil }] },
    },
  }
  expect(usableSchema(schema as object, {}, 'quick')).toEqual({
    properties: { quick: schema.properties.quick, slow: { maxLength: 9, enum: [{ pattern: evil }] } },
  })
  expect(usableSchema(schema as object, {}, 'all')).toEqual(schema)
  expect(slowPatterns(schema, {})).toEqual([evil])
})

test('a pattern that is none here is left out of both, and told by the server alone', () => {
  const schema = { pattern: '(?P<name>a', patternProperties: { '(': { type: 'string' as const } } }
  expect(usableSchema(schema, 'a', 'all')).toEqual({ patternProperties: {} })
  expect(slowPatterns(schema, 'a')).toEqual([])
})

test('a negation that refers to other rules is left out, for a slow pattern may be among them', () => {
  const schema = { definitions: { a: { pattern: evil } }, not: { $ref: '#/definitions/a' } }
  expect(usableSchema(schema, 'a', 'quick')).toEqual({ definitions: { a: {} } })
})

test('no pattern is quick for texts longer than patterns are judged for', () => {
  const schema = { pattern: '^[a-z]+$' }
  expect(usableSchema(schema, { inner: ['a'.repeat(2_001)] }, 'quick')).toEqual({})
})
