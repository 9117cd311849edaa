import { toLaunchForm } from '@groundplan/blueprint'
import type { RJSFSchema } from '@rjsf/utils'
import { expect, test } from 'vitest'
import { anySchema } from './any-schema.ts'

test('values of any type are accepted as they are, at every depth, and nothing else changes', () => {
  const inputs = {
    a: { type: 'any' },
    b: { type: 'object({ c = list(any), d = string, e = optional(map(any)) })' },
    f: { type: 'tuple([any, string])' },
  }
  const { schema, uiSchema } = toLaunchForm({ spec_version: 2, inputs, grains: {} })
  const open = anySchema(schema as RJSFSchema, uiSchema)
  expect(open.properties).toMatchObject({
    a: { title: 'A' },
    b: {
      properties: {
        c: { type: 'array', items: {} },
        d: { type: 'string' },
        e: { type: ['object', 'null'], additionalProperties: { default: '' } },
      },
    },
    f: { items: [{}, { type: 'string' }] },
  })
  expect(JSON.stringify(open).match(/"type":"string"/g)).toHaveLength(2)
})
