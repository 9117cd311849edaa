import { expect, test } from 'vitest'
import { visibleForm } from './visible-form.ts'

test('the words of a form are made visible, its values and rules are not touched', () => {
  const text = 'a\u202Eb'
  const shown = 'a<U+202E>b'
  const rules = { type: 'string', default: text, enum: [text], const: text, pattern: text }
  const words = { title: text, description: text }
  const schema = { properties: { title: { ...rules, ...words }, default: { items: words } } }
  const seen = { title: shown, description: shown }
  expect(visibleForm(schema)).toEqual({
    properties: { title: { ...rules, ...seen }, default: { items: seen } },
  })
})

test('the hints of a form are made visible, whatever its inputs are called', () => {
  const help = { 'ui:help': 'a\u200Bb' }
  const seen = { 'ui:help': 'a<U+200B>b' }
  expect(
    visibleForm({
      default: help,
      title: help,
      'ui:enumNames': ['\u2066'],
      'ui:groups': [{ title: 'x\u2066', description: '\u2066', fields: ['f'], heading: 'section:1' }],
    }),
  ).toEqual({
    default: seen,
    title: seen,
    'ui:enumNames': ['<U+2066>'],
    'ui:groups': [{ title: 'x<U+2066>', description: '<U+2066>', fields: ['f'], heading: 'section:1' }],
  })
})

test('no hint turns on Markdown, which could show pictures from anywhere', () => {
  const own = { 'ui:enableMarkdownInDescription': true, 'ui:enableMarkdownInHelp': true, 'ui:help': '!' }
  const hints = { a: own, 'ui:globalOptions': { enableMarkdownInHelp: true } }
  expect(visibleForm(hints)).toEqual({ a: { 'ui:help': '!' }, 'ui:globalOptions': {} })
})
