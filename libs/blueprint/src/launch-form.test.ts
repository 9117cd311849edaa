import { describe, expect, test } from 'vitest'
import type { Blueprint, BlueprintInput } from './blueprint.ts'
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

  test('a type that cannot be read accepts anything', () => {
    expect(form({ a: { type: 'strng' } }).schema.properties?.['a']).toEqual({ title: 'A' })
  })
})
