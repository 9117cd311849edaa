import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { BlueprintInput } from '../blueprint.ts'
import { printAnyText, readAnyText } from './any-text.ts'
import { toLaunchForm } from './launch-form.ts'
import { readFormValues } from './read-form-values.ts'

function read(inputs: Record<string, BlueprintInput>, sent: Parameters<typeof readFormValues>[1]) {
  const sections = [{ name: 'First', inputs: Object.keys(inputs).map((name) => ({ name })) }]
  const form = toLaunchForm({
    spec_version: 2,
    inputs,
    grains: {},
    customization: { 'launch-form': { sections } },
  })
  return readFormValues(form, sent)
}

test('null sets nothing, and the headings of sections are no inputs', () => {
  expect(read({ a: { optional: true }, b: {} }, { a: null, b: '', 'section:1': {} })).toEqual({ b: '' })
})

test('a text where any value is asked for is JSON if it is JSON, at any depth', () => {
  const any = { type: 'any' }
  const inputs = {
    a: any,
    b: any,
    c: { type: 'list(any)' },
    d: { type: 'map(object({ e = any, f = string }))', optional: true },
    g: { type: 'tuple([string, any])' },
    h: { type: 'object({ i = optional(map(any)) })', optional: true },
    j: {},
  }
  const sent = {
    a: '{"x":[1,true]}',
    b: 'word',
    c: ['1', '"1"', 'a b'],
    d: { k: { e: 'null', f: '5' } },
    g: ['1', '1'],
    h: { i: { l: '[]' } },
    j: '[1]',
  }
  expect(read(inputs, sent)).toEqual({
    a: { x: [1, true] },
    b: 'word',
    c: [1, '1', 'a b'],
    d: { k: { e: null, f: '5' } },
    g: ['1', 1],
    h: { i: { l: [] } },
    j: '[1]',
  })
})

test('an optional map without entries is left out inside objects, and stays where it is an input or required', () => {
  const type = 'object({ b = optional(map(string), { x = "y" }), c = map(string) })'
  const inputs = {
    a: { type: 'map(string)', optional: true },
    d: { type, optional: true },
    e: { type: `list(${type})` },
  }
  const sent = {
    a: {},
    d: { b: {}, c: {} },
    e: [
      { b: {}, c: {} },
      { b: { k: 'v' }, c: {} },
    ],
  }
  expect(read(inputs, sent)).toEqual({ a: {}, d: { c: {} }, e: [{ c: {} }, { b: { k: 'v' }, c: {} }] })
})

test('a value of any type that is no text stays as it is', () => {
  expect(read({ a: { type: 'any' } }, { a: { b: '1' } })).toEqual({ a: { b: '1' } })
})

test('every value of any type can be written as a text', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (drawn) => {
      const value = JSON.parse(JSON.stringify(drawn)) as Parameters<typeof printAnyText>[0]
      const { kind, value: found } = readAnyText(printAnyText(value))
      if (kind === 'value') expect(found).toEqual(value)
    }),
  )
})

test('a number with more digits than JSON can hold here stays a text', () => {
  expect(readAnyText('{"a":12345678901234567890}')).toEqual({
    kind: 'rounded',
    value: '{"a":12345678901234567890}',
  })
})
