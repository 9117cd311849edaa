import { expect, test } from 'vitest'
import { findReferences } from './references.ts'

test('references are found at any depth, with and without the leading dot, and quoted', () => {
  expect(
    findReferences([
      { a: 'x-{{ .inputs.one }}-{{ .inputs.two | upcase }}' },
      ['{{inputs.three}}', '{{ .inputs.["odd name"] }}'],
      '{{ .grains.db.outputs.url }}',
      5,
      null,
    ]),
  ).toEqual([
    { kind: 'input', name: 'one' },
    { kind: 'input', name: 'two' },
    { kind: 'input', name: 'three' },
    { kind: 'input', name: 'odd name' },
    { kind: 'grain-output', grain: 'db', output: 'url' },
  ])
})

test('text outside of braces and longer words are no references', () => {
  expect(findReferences(['.inputs.a', '{{ my.inputs.a }}', '{{ my_inputs.a }}', '{{ .inputs.a'])).toEqual([])
})

test('any number of opening braces is read once', () => {
  expect(findReferences('{{ '.repeat(500_000))).toEqual([])
})
