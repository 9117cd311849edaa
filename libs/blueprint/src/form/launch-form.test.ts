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
    expect(uiSchema).toEqual({ 'ui:order': ['a', 'b'], a: { 'ui:widget': 'password' } })
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
    expect(uiSchema['a']).toEqual({ 'ui:placeholder': '9007199254740993' })
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

  test('a type that cannot be read accepts anything', () => {
    expect(form({ a: { type: 'strng' } }).schema.properties?.['a']).toEqual({ title: 'A' })
  })
})
