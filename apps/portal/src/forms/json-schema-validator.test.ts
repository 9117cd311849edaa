import { printPlainYaml as printYaml } from '@groundplan/blueprint'
import type { RJSFSchema } from '@rjsf/utils'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toFieldNumber } from './exact-values.ts'
import { isTouched } from './is-touched.ts'
import { createJsonSchemaValidator } from './json-schema-validator.ts'
import { shownValues } from './shown-values.ts'
import { toUnicodePattern } from './to-unicode-pattern.ts'
import { parseAnyValue } from './widgets/any-value.ts'

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

  it('composes texts and counts their characters as Terraform does', () => {
    const text = { type: 'string', minLength: 2, maxLength: 3, pattern: '^[é👨👩👧🇩🇪\u200d]*$' } as const
    const schemaOf = { type: 'object', properties: { a: text, b: { type: 'array', items: text } } } as const
    const found = (values: unknown) =>
      createJsonSchemaValidator()
        .validateFormData(values, schemaOf)
        .errors.map(({ stack }) => stack)
    const family = '👨\u200d👩\u200d👧'
    expect(found({ a: 'e\u0301e\u0301', b: [`${family}🇩🇪`, 'ééé'] })).toEqual([])
    expect(found({ a: family, b: ['e\u0301', 'éééé', '🇩🇪🇩🇪🇩🇪🇩🇪'] })).toHaveLength(4)
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

  it('says what the author of the input says instead of any rule, but not that a value is missing', () => {
    const said = { name: { 'ui:message': 'Lower-case letters only.' }, size: { 'ui:message': 'Be modest.' } }
    expect(messages({ name: 'X', size: 20 }, said)).toEqual(['Name: Lower-case letters only.'])
    expect(messages({ name: 'x', size: 3.5 }, said)).toEqual(['Size: Be modest.'])
    expect(messages({ name: 'x' }, said)).toEqual(['Size: is required'])
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

  it('keeps working when a pattern is not a valid regular expression', () => {
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

  it('says of a group that may be left out only what is wrong inside it', () => {
    const group: RJSFSchema = {
      type: 'object',
      properties: {
        backup: {
          title: 'Backup',
          anyOf: [
            { title: 'Left out', type: 'null' },
            { type: 'object', properties: { at: { title: 'At', type: 'string' } }, required: ['at'] },
          ],
        },
      },
    }
    const stacks = (values: unknown) =>
      createJsonSchemaValidator()
        .validateFormData(values, group)
        .errors.map(({ stack }) => stack)
    expect(stacks({ backup: {} })).toEqual(['Backup › At: is required'])
    expect(stacks({ backup: { at: 5 } })).toEqual(['Backup › At: must be a text'])
    expect([stacks({}), stacks({ backup: null }), stacks({ backup: { at: 'x' } })]).toEqual([[], [], []])
    expect(stacks({ backup: 'x' })).toEqual(['Backup: is not accepted'])
  })

  it('judges every digit of a number', () => {
    const bounded: RJSFSchema = {
      type: 'object',
      properties: { a: { type: 'number', maximum: 9007199254740992 }, b: { type: 'string' } },
    }
    const stacks = (values: unknown) =>
      createJsonSchemaValidator()
        .validateFormData(values, bounded)
        .errors.map(({ stack }) => stack)
    expect(stacks({ a: '9007199254740993', b: '9007199254740993' })).toEqual([
      'A: must be at most 9007199254740992',
    ])
    expect(stacks({ a: '9007199254740990.5' })).toEqual([])
    expect(stacks({ a: 'x' })).toEqual(['A: must be a number'])
  })

  it('never throws on any values', () => {
    fc.assert(fc.property(fc.anything(), (values) => void messages(values)))
  })
})

describe('what is typed', () => {
  it.each([
    ['', undefined],
    [20, 20],
    ['1.', 1],
    ['007', 7],
    ['9007199254740993', '9007199254740993'],
    ['-', '-'],
  ])('%j into a field of numbers is %j', (typed, expected) => {
    expect(toFieldNumber(typed)).toBe(expected)
  })

  it.each([
    ['', 'value', undefined],
    ['{"a":[1]}', 'value', { a: [1] }],
    ['plain', 'value', 'plain'],
    ['{"a":9007199254740993}', 'rounded', '{"a":9007199254740993}'],
    ['{"a":"9007199254740993"}', 'value', { a: '9007199254740993' }],
  ])('%j into a field of any values is a %s', (typed, kind, value) => {
    expect(parseAnyValue(typed)).toEqual({ kind, value })
  })
})

describe('live errors', () => {
  const error = (...path: string[]) => ({ stack: '', params: { path } })

  it('are about fields that somebody has been in', () => {
    const touched = new Set(['root_a', 'root_list_0_port'])
    expect(isTouched(error('a'), touched)).toBe(true)
    expect(isTouched(error('list'), touched)).toBe(true)
    expect(isTouched(error('list', '1', 'port'), touched)).toBe(false)
    expect(isTouched(error('ab'), touched)).toBe(false)
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

  it('keep all digits of numbers, and texts of digits are texts', () => {
    const values = shownValues(schema, { size: '9007199254740993', name: '9007199254740993' })
    expect(printYaml(values)).toBe('size: 9007199254740993\nname: "9007199254740993"\n')
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
