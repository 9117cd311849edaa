// Over 300 lines: one suite for everything that a form can show.
import { parseNumber } from '@groundplan/terraform-type'
import { describe, expect, test } from 'vitest'
import type { Blueprint, BlueprintInput } from '../blueprint.ts'
import { toLaunchForm } from './launch-form.ts'

function form(inputs: Record<string, BlueprintInput | null>) {
  return toLaunchForm({ spec_version: 2, inputs, grains: {} } satisfies Blueprint)
}

describe('toLaunchForm', () => {
  test('a field is required unless it has a default or may stay empty', () => {
    const { schema } = form({
      a: { type: 'bool' },
      b: { type: 'bool', default: false },
      c: { optional: true },
      d: null,
      e: { default: '' },
    })
    expect(schema.required).toEqual(['a', 'd'])
    expect(schema.properties?.['b']).toMatchObject({ type: 'boolean', default: false })
    expect(schema.properties?.['d']).toEqual({ title: 'D', type: 'string' })
  })

  test('keeps the order of the fields, also of those that JavaScript would sort', () => {
    expect(form({ z: null, a: null }).uiSchema['ui:order']).toEqual(['z', 'a'])
  })

  test('rules are found in the schema where they apply', () => {
    const { schema } = form({
      ports: {
        type: 'list(object({ port = number }))',
        'min-items': 1,
        constraints: { '[*].port': { minimum: 1, 'exclusive-maximum': 65536 } },
      },
    })
    expect(schema.properties?.['ports']).toEqual({
      title: 'Ports',
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        properties: { port: { title: 'Port', type: 'number', minimum: 1, exclusiveMaximum: 65536 } },
        required: ['port'],
      },
    })
  })

  test('a secret is written only, and masked if it is a text', () => {
    const { schema, uiSchema } = form({ a: { sensitive: true }, b: { type: 'map(string)', sensitive: true } })
    expect(schema.properties?.['a']).toMatchObject({ writeOnly: true })
    expect(uiSchema).toEqual({
      'ui:order': ['a', 'b'],
      a: {
        'ui:widget': 'password',
        'ui:emptyValue': '',
        'ui:options': { field: 'Secret' },
        'ui:backstage': { review: { show: false } },
      },
      b: {
        additionalProperties: { 'ui:widget': 'password', 'ui:emptyValue': '' },
        'ui:backstage': { review: { show: false } },
      },
    })
  })

  test('a secret with rules that asterisks break stays out of a field that shows those to the form', () => {
    const { uiSchema } = form({
      a: { sensitive: true, pattern: '^[a-z]+$' },
      b: { sensitive: true, 'min-length': 8 },
    })
    expect(uiSchema['a']).not.toHaveProperty('ui:options')
    expect(uiSchema['b']).toHaveProperty('ui:options', { field: 'Secret' })
  })

  test('only a field that may stay empty takes null', () => {
    const { schema } = form({
      a: { optional: true },
      b: { default: 'x' },
      c: { optional: true, 'not-null': true },
      d: { type: 'object({ e = optional(string), f = string })' },
    })
    expect(schema.properties?.['a']?.type).toEqual(['string', 'null'])
    expect(schema.properties?.['b']?.type).toBe('string')
    expect(schema.properties?.['c']?.type).toBe('string')
    expect(schema.properties?.['d']?.properties).toEqual({
      e: { title: 'E', type: ['string', 'null'] },
      f: { title: 'F', type: 'string' },
    })
  })

  test('alternatives between rules do not become a choice in the form', () => {
    const { schema } = form({
      a: { 'any-of': [{ pattern: '^a' }, { 'max-length': 3 }] },
      b: { pattern: '^a', 'all-of': [{ pattern: 'b$' }], not: [{ pattern: '--' }] },
    })
    expect(schema.properties).toEqual({
      a: { title: 'A', type: 'string', not: { not: { anyOf: [{ pattern: '^a' }, { maxLength: 3 }] } } },
      b: {
        title: 'B',
        type: 'string',
        pattern: '^a',
        not: { anyOf: [{ pattern: '--' }, { not: { allOf: [{ pattern: 'b$' }] } }] },
      },
    })
  })

  test('a default that a browser would round is shown, not sent', () => {
    const exact = parseNumber('9007199254740993')
    const { schema, uiSchema } = form({
      a: { type: 'number', default: exact },
      b: { type: 'list(number)', default: [exact] },
      c: { type: 'object({ d = optional(number, 9007199254740993) })', default: {} },
    })
    expect(schema.properties?.['a']).toEqual({ title: 'A', type: 'number' })
    expect(schema.properties?.['b']).not.toHaveProperty('default')
    expect(schema.properties?.['c']?.properties?.['d']).toEqual({ title: 'D', type: ['number', 'null'] })
    expect(schema.required).toBeUndefined()
    expect(uiSchema['a']).toEqual({ 'ui:placeholder': 'Default: 9007199254740993' })
  })

  test('tells what not to use any more', () => {
    const { schema } = form({ a: { description: 'Old.\n', deprecated: 'Use b.' } })
    expect(schema.properties?.['a']).toEqual({
      title: 'A',
      type: 'string',
      description: 'Old.\n\nDeprecated: Use b.',
      deprecated: true,
    })
  })

  test('a type that cannot be read is a text that may be JSON', () => {
    const { schema, uiSchema } = form({ a: { type: 'strng' } })
    expect(schema.properties?.['a']).toEqual({ title: 'A', type: 'string' })
    expect(uiSchema['a']).toHaveProperty('ui:anyValue', true)
  })
})

describe('the fields of a launch form', () => {
  test('have names and units for people', () => {
    const { schema, uiSchema } = form({ size: { 'display-name': 'Storage', type: 'number', unit: 'GiB' } })
    expect(schema.properties?.['size']).toEqual({ title: 'Storage', type: 'number' })
    expect(uiSchema['size']).toEqual({ 'ui:title': 'Storage (GiB)', 'ui:unit': 'GiB' })
  })

  test('a yes or no without a default is a question, never a no', () => {
    const { schema, uiSchema } = form({
      a: { type: 'bool' },
      b: { type: 'bool', optional: true },
      c: { type: 'bool', default: false },
    })
    expect(schema.properties?.['a']).toEqual({ title: 'A', enum: [true, false] })
    expect(uiSchema['a']).toEqual({ 'ui:widget': 'radio', 'ui:enumNames': ['Yes', 'No'] })
    expect(uiSchema['b']).toEqual({ 'ui:widget': 'select', 'ui:placeholder': 'Left out' })
    expect(uiSchema['c']).toBeUndefined()
  })

  test('what may be left out as a whole is a choice, and what is required inside is so only there', () => {
    const { schema, uiSchema } = form({
      a: {
        type: 'object({ b = string, c = optional(object({ d = bool })) })',
        optional: true,
        sensitive: true,
      },
    })
    expect(schema.properties?.['a']).toEqual({
      title: 'A',
      writeOnly: true,
      anyOf: [
        { title: 'Left out', type: 'null' },
        {
          title: 'Filled in',
          type: 'object',
          properties: {
            b: { title: 'B', type: 'string' },
            c: {
              title: 'C',
              anyOf: [
                { title: 'Left out', type: 'null' },
                {
                  title: 'Filled in',
                  type: 'object',
                  properties: { d: { title: 'D', enum: [true, false] } },
                  required: ['d'],
                },
              ],
            },
          },
          required: ['b'],
        },
      ],
    })
    expect(uiSchema['a']).toMatchObject({
      anyOf: [{}, { b: { 'ui:widget': 'password' }, 'ui:label': false }],
    })
  })

  test('a list that may be left out is a choice, since forms begin it empty, and a map is not', () => {
    const { schema } = form({
      a: { type: 'list(string)', optional: true },
      b: { type: 'map(string)', optional: true },
      c: { type: 'set(string)', optional: true, constraints: { '[*]': { 'allowed-values': ['x', 'y'] } } },
      d: { type: 'object({ e = optional(list(string)) })' },
      f: { type: 'list(string)' },
    })
    for (const name of ['a', 'c'])
      expect(schema.properties?.[name]?.anyOf?.map(({ type }) => type)).toEqual(['null', 'array'])
    expect(schema.properties?.['b']).toMatchObject({ type: ['object', 'null'] })
    expect(schema.properties?.['d']?.properties?.['e']?.anyOf).toHaveLength(2)
    expect(schema.properties?.['f']).not.toHaveProperty('anyOf')
  })

  test('who clears a text gives the empty text where it is accepted, and otherwise sees the default', () => {
    const { uiSchema } = form({
      a: { default: 'prod-' },
      b: { default: 'prod', 'min-length': 1 },
      c: { optional: true },
      d: {},
      e: { type: 'number', default: 5 },
      f: { type: 'object({ g = optional(string, "tcp") })' },
      h: { type: 'list(object({ i = optional(string, "tcp") }))', default: [{ i: 'udp' }] },
      j: { format: 'ipv4-range', default: '10.0.0.0/16' },
    })
    for (const name of ['a', 'c', 'd']) expect(uiSchema[name]).toEqual({ 'ui:emptyValue': '' })
    expect(uiSchema['b']).toMatchObject({ 'ui:placeholder': 'Default: prod' })
    expect(uiSchema['b']).not.toHaveProperty('ui:emptyValue')
    expect(uiSchema['e']).toEqual({ 'ui:placeholder': 'Default: 5' })
    expect(uiSchema['f']).toEqual({ g: { 'ui:emptyValue': '' } })
    expect(uiSchema['h']).toEqual({ items: { i: { 'ui:placeholder': 'Default: tcp' } } })
    expect(uiSchema['j']).toMatchObject({ 'ui:placeholder': 'Default: 10.0.0.0/16' })
  })

  test('a new entry of a map begins with an empty text', () => {
    const { schema } = form({ a: { type: 'map(string)' }, b: { type: 'map(any)' } })
    for (const name of ['a', 'b'])
      expect(schema.properties?.[name]?.additionalProperties).toEqual({ type: 'string', default: '' })
  })

  test('any value is a text first, with a default in it only if the text is the value', () => {
    const { schema, uiSchema } = form({
      a: { type: 'any' },
      b: { type: 'any', default: 'word' },
      c: { type: 'any', default: '5' },
      d: { type: 'any', default: 5 },
      e: { type: 'list(any)', default: ['x'] },
      f: { type: 'map(any)', default: { x: 1 } },
      g: { type: 'any', optional: true, sensitive: true },
    })
    expect(schema.properties).toMatchObject({
      a: { type: 'string' },
      b: { default: 'word' },
      e: { default: ['x'] },
    })
    for (const name of ['c', 'd', 'f'])
      expect(JSON.stringify(schema.properties?.[name])).not.toContain('"default":5')
    expect(uiSchema).toMatchObject({
      a: { 'ui:anyValue': true, 'ui:widget': 'textarea' },
      c: { 'ui:placeholder': 'Default: 5' },
      d: { 'ui:placeholder': 'Default: 5' },
      f: { 'ui:help': 'Default: {"x":1}' },
      g: { 'ui:anyValue': true, 'ui:widget': 'password', 'ui:options': { field: 'Secret' } },
    })
  })

  test('several of given choices are ticked, unless a default has an order of its own', () => {
    const constraints = { '[*]': { 'allowed-values': ['x', 'y'] } }
    const { schema, uiSchema } = form({
      a: { type: 'list(string)', default: ['x', 'y'], constraints },
      b: { type: 'list(string)', default: ['y', 'x'], constraints },
      c: { type: 'set(string)', constraints },
    })
    expect(schema.properties?.['a']).toMatchObject({ uniqueItems: true })
    expect(schema.properties?.['b']).not.toHaveProperty('uniqueItems')
    expect(uiSchema).toMatchObject({ a: { 'ui:widget': 'checkboxes' }, c: { 'ui:widget': 'checkboxes' } })
    expect(uiSchema['b']).toBeUndefined()
  })

  test('the default of an attribute gives way to what the default of its object says', () => {
    const { schema, uiSchema } = form({
      a: { type: 'object({ b = optional(number, 3), c = optional(string, 5) })', default: { b: 5 } },
      d: { type: 'list(object({ e = optional(string, "tcp") }))', default: [{ e: 'udp' }, {}] },
    })
    expect(schema.properties?.['a']).toMatchObject({
      default: { b: 5 },
      properties: { b: { title: 'B', type: ['number', 'null'] }, c: { default: '5' } },
    })
    expect(uiSchema['a']).toEqual({ b: { 'ui:placeholder': 'Default: 3' }, c: { 'ui:emptyValue': '' } })
    expect(uiSchema['d']).toEqual({ items: { e: { 'ui:placeholder': 'Default: tcp' } } })
  })

  test('a default that the form would lose a part of is told instead', () => {
    const { schema, uiSchema } = form({
      a: { type: 'map(map(string))', default: { all: {} } },
      b: { type: 'any', default: { on: false } },
      c: { type: 'list(string)', default: 5 },
      d: { type: 'list(any)', default: [1] },
      e: { type: 'map(string)', default: { x: 'y' } },
      f: { type: 'map(string)', default: {} },
      g: { type: 'object({ b = optional(map(string), { x = "y" }) })', optional: true },
    })
    for (const name of ['a', 'b', 'c', 'e']) expect(schema.properties?.[name]).not.toHaveProperty('default')
    expect(schema.properties?.['f']).toMatchObject({ default: {} })
    expect(JSON.stringify(schema.properties?.['g'])).not.toContain('"y"')
    expect(uiSchema).toMatchObject({
      e: { 'ui:help': 'Default: {"x":"y"}' },
      g: { anyOf: [{}, { b: { 'ui:help': 'Default: {"x":"y"}' } }] },
    })
    expect(uiSchema['a']).toMatchObject({ 'ui:help': 'Default: {"all":{}}' })
    expect(schema.properties?.['d']?.anyOf?.[0]?.title).toBe('Default')
    expect(uiSchema['b']).toMatchObject({ 'ui:help': 'Default: {"on":false}' })
  })

  test('null stands where the default has it', () => {
    const { schema } = form({ a: { type: 'object({ b = string })', default: { b: null } } })
    expect(schema.properties?.['a']?.properties?.['b']).toMatchObject({ type: ['string', 'null'] })
  })

  test('a new entry of a map begins with the defaults of its fields', () => {
    const { schema } = form({
      a: { type: 'map(object({ b = optional(number, 3), c = string }))', default: {} },
    })
    expect(schema.properties?.['a']?.additionalProperties).toMatchObject({ default: { b: 3 } })
  })

  test('required lists and maps in a new entry of a map begin empty', () => {
    const type =
      'map(object({ b = list(string), c = map(string), d = object({ e = set(string) }), f = string }))'
    const { schema } = form({ a: { type } })
    expect(schema.properties?.['a']?.additionalProperties).toMatchObject({
      default: { b: [], c: {}, d: { e: [] } },
    })
  })

  test('a new entry that may be null begins with a value of its kind', () => {
    const { schema } = form({
      a: { type: 'map(map(string))', default: { k: null } },
      b: { type: 'map(list(string))', default: { k: null } },
      c: { type: 'map(number)', default: { k: null } },
    })
    const begun = Object.values(schema.properties ?? {}).map(
      ({ additionalProperties }) => additionalProperties,
    )
    expect(begun).toMatchObject([{ default: {} }, { default: [] }, { default: 0 }])
  })

  test('rules that no control shows are told at their places, unless the author tells them', () => {
    const { uiSchema } = form({
      a: { not: [{ pattern: '-$' }] },
      b: { not: [{ pattern: '-$' }], 'validation-description': 'No hyphen at the end.' },
      c: { format: 'ipv4-range' },
      d: { type: 'list(object({ e = string }))', constraints: { '[*].e': { not: [{ pattern: '-$' }] } } },
      e: { type: 'number', minimum: 1, maximum: 50, 'multiple-of': 1 },
      f: { 'max-length': 8, pattern: '^[a-z]+$' },
      g: { type: 'map(map(string))', default: { a: {} }, 'validation-description': 'Even only.' },
    })
    expect(uiSchema).toMatchObject({
      a: { 'ui:help': 'Accepted: not matching -$.' },
      b: { 'ui:help': 'No hyphen at the end.' },
      c: { 'ui:help': 'Accepted: an IPv4 address range (CIDR).', 'ui:placeholder': '10.0.0.0/16' },
      d: { items: { e: { 'ui:help': 'Accepted: not matching -$.' } } },
      e: { 'ui:help': 'Accepted: 1 to 50; a whole number.' },
      f: { 'ui:help': 'Accepted: at most 8 characters; matching ^[a-z]+$.' },
      g: { 'ui:help': 'Even only.\nDefault: {"a":{}}', 'ui:message': 'Even only.' },
    })
  })

  test('a pattern that freezes forms is told, and not in the schema', () => {
    const { schema, uiSchema } = form({
      a: { pattern: '^(a+)+$', 'max-length': 9 },
      b: { 'any-of': [{ pattern: '^(a+)+$' }, { pattern: 'b' }] },
      c: { not: [{ pattern: '^(a+)+$' }, { pattern: 'b' }] },
      d: { type: 'map(string)', keys: { pattern: '^(a+)+$' } },
      e: { type: 'list(string)', constraints: { '[*]': { pattern: '^(a+)+$' } } },
    })
    expect(JSON.stringify(schema)).not.toContain('a+')
    expect(schema.properties).toMatchObject({ a: { maxLength: 9 }, c: { not: { pattern: 'b' } } })
    expect(schema.properties?.['b']).not.toHaveProperty('anyOf')
    expect(uiSchema).toMatchObject({
      a: { 'ui:help': 'Accepted: at most 9 characters.\nNot checked here: must match ^(a+)+$' },
    })
  })

  test('texts of several lines have room', () => {
    const { uiSchema } = form({ a: { default: 'a\nb' }, b: { description: 'The policy document.' } })
    expect(uiSchema).toMatchObject({ a: { 'ui:widget': 'textarea' }, b: { 'ui:widget': 'textarea' } })
  })
})

describe('the sections of a launch form', () => {
  const inputs = { a: null, b: null, c: null, 'section:1': null }
  const sections = [
    { name: 'First', description: 'About b.', inputs: [{ name: 'b' }, { name: 'gone' }] },
    { name: 'Empty', inputs: [{ name: 'b' }] },
    { name: 'Last', default_open: false, inputs: [{ name: 'a' }] },
  ]
  const { schema, uiSchema } = toLaunchForm({
    spec_version: 2,
    inputs,
    grains: {},
    customization: { 'launch-form': { sections } },
  })

  test('come after what is in none, each field in the first that names it', () => {
    expect(uiSchema['ui:order']).toEqual(['c', 'section:1', 'section:1:', 'b', 'section:3', 'a'])
    expect(uiSchema['ui:groups']).toEqual([
      { title: 'First', description: 'About b.', open: true, fields: ['b'], heading: 'section:1:' },
      { title: 'Last', open: false, fields: ['a'], heading: 'section:3' },
    ])
  })

  test('have a heading that has no value', () => {
    expect(schema.properties?.['section:1:']).toEqual({
      title: 'First',
      description: 'About b.',
      type: 'object',
      properties: {},
      maxProperties: 0,
    })
    expect(schema.required).toEqual(['a', 'b', 'c', 'section:1'])
  })
})
