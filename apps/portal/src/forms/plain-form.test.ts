import Form from '@rjsf/core/lib/components/Form.js'
import type { RJSFSchema } from '@rjsf/utils'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test, vi } from 'vitest'
import { createJsonSchemaValidator } from './json-schema-validator.ts'

/** A schema as the server writes it: alternatives as double negations, null where a value may be left out. */
const schema: RJSFSchema = {
  type: 'object',
  properties: {
    choice: { type: ['string', 'null'], not: { not: { anyOf: [{ pattern: '^a' }, { maxLength: 3 }] } } },
    several: {
      type: 'string',
      pattern: '^a',
      not: { anyOf: [{ pattern: '--' }, { not: { allOf: [{ pattern: 'b$' }] } }] },
    },
    size: { type: ['number', 'null'], minimum: 3 },
    mode: { type: ['string', 'null'], enum: ['x', null] },
    group: {
      type: 'object',
      properties: { name: { type: ['string', 'null'] }, count: { type: ['number', 'null'], default: 5 } },
      not: {
        not: {
          anyOf: [
            { properties: { name: { type: 'string' } }, required: ['name'] },
            { properties: { count: { type: ['number', 'null'], minimum: 3 } } },
          ],
        },
      },
      default: {},
    },
  },
  required: ['several'],
}

const validator = createJsonSchemaValidator()

test('fields whose rules have alternatives, and fields that may be null, are ordinary fields', () => {
  const warn = vi.spyOn(console, 'warn')
  const error = vi.spyOn(console, 'error')
  const markup = renderToStaticMarkup(createElement(Form, { schema, validator }))
  const controls = markup.match(/<(?:input|select) [^>]*/g) ?? []
  expect(controls.map((tag) => `${/^<\w+/.exec(tag)?.[0]} ${/id="([^"]*)"/.exec(tag)?.[1]}`)).toEqual([
    '<input root_choice',
    '<input root_several',
    '<input root_size',
    '<select root_mode',
    '<input root_group_name',
    '<input root_group_count',
  ])
  expect([warn.mock.calls, error.mock.calls]).toEqual([[], []])
})

test('what may be left out may be given as null too', () => {
  const messages = (values: unknown) =>
    validator.validateFormData(values, schema).errors.map(({ stack }) => stack)
  expect(
    messages({ several: 'ab', choice: null, size: null, mode: null, group: { name: null, count: null } }),
  ).toEqual([])
  expect(messages({ several: 'ab', choice: 'bcde', mode: 'y', group: { count: 1 } })).toEqual([
    'Choice: is not accepted',
    'Mode: must be one of x',
    'Group: is not accepted',
  ])
})
