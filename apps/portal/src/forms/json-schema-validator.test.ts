import type { RJSFSchema } from '@rjsf/utils'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createJsonSchemaValidator } from './json-schema-validator.ts'
import { printYaml } from './print-yaml.ts'
import { shownValues } from './shown-values.ts'
import { toUnicodePattern } from './to-unicode-pattern.ts'

const schema: RJSFSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  type: 'object',
  properties: {
    name: { title: 'Name', type: 'string', pattern: '^[a-z]+$' },
    size: { title: 'Size', type: 'number', minimum: 20, maximum: 1000, multipleOf: 1 },
    engine: { title: 'Engine', type: 'string', enum: ['15.7', '16.3'] },
    ingress: {
      title: 'Ingress',
      type: 'array',
      items: { type: 'object', properties: { port: { type: 'number', maximum: 65535 } }, required: ['port'] },
    },
    tags: { title: 'Tags', type: 'object', additionalProperties: { type: 'string' } },
    secret: { title: 'Secret', type: 'string', writeOnly: true },
  },
  required: ['name', 'size'],
}

const check = (values: unknown, uiSchema = {}) =>
  createJsonSchemaValidator().validateFormData(values, schema, undefined, undefined, uiSchema)
const messages = (values: unknown, uiSchema = {}) => check(values, uiSchema).errors.map(({ stack }) => stack)

describe('the form validator', () => {
  it('gives every violation in words, with the labels that people see', () => {
    expect(
      messages({
        name: 'DB 1',
        size: 3.5,
        engine: '9',
        ingress: [{}, { port: 70000 }, { port: '22' }],
        tags: { 'a.b': 1 },
      }),
    ).toMatchInlineSnapshot(`
      [
        "Name: must match ^[a-z]+$",
        "Size: must be at least 20",
        "Size: must be a whole number",
        "Engine: must be one of 15.7, 16.3",
        "Ingress › item 1 › Port: is required",
        "Ingress › item 2 › Port: must be at most 65535",
        "Ingress › item 3 › Port: must be a number",
        "Tags › a.b: must be a text",
      ]
    `)
  })

  it('takes a field without a value for a missing one', () => {
    expect(messages({ name: undefined, size: undefined })).toEqual(['Name: is required', 'Size: is required'])
    expect(messages(undefined)).not.toEqual([])
  })

  it('asks for a value where an item was added and not filled in', () => {
    const list: RJSFSchema = {
      type: 'object',
      properties: { a: { type: 'array', items: { type: 'string' } } },
    }
    const { errors } = createJsonSchemaValidator().validateFormData({ a: [undefined, 'b'] }, list)
    expect(errors.map(({ stack }) => stack)).toEqual(['A › item 1: is required'])
  })

  it('says what the author of the input says instead of a pattern', () => {
    expect(messages({ name: 'X', size: 20 }, { name: { 'ui:help': 'Lower-case letters only.' } })).toEqual([
      'Name: Lower-case letters only.',
    ])
  })

  it('tells of the keys and the number of entries of a map, and of alternatives', () => {
    const map: RJSFSchema = {
      type: 'object',
      properties: {
        tags: {
          type: 'object',
          additionalProperties: true,
          propertyNames: { pattern: '^a' },
          minProperties: 2,
        },
        mode: { type: 'string', not: { not: { anyOf: [{ pattern: '^x' }, { maxLength: 2 }] } } },
      },
    }
    const { errors } = createJsonSchemaValidator().validateFormData({ tags: { b: 1 }, mode: 'abc' }, map)
    expect(errors.map(({ stack }) => stack)).toEqual([
      'Tags: must have at least 2 entries',
      'Tags › b: the key must match ^a',
      'Mode: is not accepted',
    ])
  })

  it('puts errors where their fields are, whatever the keys look like', () => {
    const { errorSchema } = check({ name: 'a', size: 20, ingress: [{ port: 1 }, {}], tags: { 'a.b/c~d': 1 } })
    expect(errorSchema).toMatchObject({
      ingress: { 1: { port: { __errors: ['is required'] } } },
      tags: { 'a.b/c~d': { __errors: ['must be a text'] } },
    })
  })

  it('keeps working when a pattern is not a regular expression', () => {
    const odd: RJSFSchema = { type: 'object', properties: { a: { type: 'string', pattern: '(?P<x>[' } } }
    expect(createJsonSchemaValidator().validateFormData({ a: 'b' }, odd).errors).toEqual([])
  })

  it('counts characters, not UTF-16 units, and is not confused by inherited names', () => {
    const short: RJSFSchema = {
      type: 'object',
      properties: { a: { type: 'string', maxLength: 1 } },
      required: ['constructor'],
    }
    const { errors } = createJsonSchemaValidator().validateFormData({ a: '🙂' }, short)
    expect(errors.map(({ stack }) => stack)).toEqual(['constructor: is required'])
  })

  it('never throws on any values', () => {
    fc.assert(fc.property(fc.anything(), (values) => void messages(values)))
  })
})

describe('toUnicodePattern', () => {
  it.each([
    ['^[a-z\\-]+$', '^[a-z\\-]+$'],
    ['^a\\-b\\_c\\"$', '^a-b_c"$'],
    ['^\\d{2}\\.\\/$', '^\\d{2}\\.\\/$'],
    ['[', undefined],
  ])('%s', (pattern, expected) => {
    expect(toUnicodePattern(pattern)).toBe(expected)
  })
})

describe('the values of a checked form', () => {
  it('come without secrets', () => {
    expect(shownValues(schema, { name: 'a', secret: 'hunter2', size: undefined })).toEqual({
      name: 'a',
      secret: '(sensitive, not shown)',
    })
  })

  it('are printed as YAML that keeps texts texts', () => {
    expect(
      printYaml({
        a: 'yes',
        b: ['16.3', 1, null, { x: 'plain', y: [] }],
        c: {},
        'k: v': 'line\nline',
        d: [[1], []],
      }),
    ).toMatchInlineSnapshot(`
      "a: "yes"
      b:
        - "16.3"
        - 1
        - null
        - x: plain
          "y": []
      c: {}
      "k: v": "line\\nline"
      d:
        - - 1
        - []
      "
    `)
  })
})
