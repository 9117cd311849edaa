import { describe, expect, test } from 'vitest'
import { findReferences, onlyReference, rewriteReferences } from './references.ts'

describe('findReferences', () => {
  test('reads every form that Torque reads', () => {
    const text = `{{ .inputs.a }} {{inputs.b-c | downcase}} {{ .inputs["My name"] }} {{ .inputs.['x'] }} {% if .grains.g.outputs.o == "y" %}{% endif %}`
    expect(findReferences(text).filter(({ names }) => names.length > 0)).toEqual([
      expect.objectContaining({ root: 'inputs', names: ['a'] }),
      expect.objectContaining({ root: 'inputs', names: ['b-c'] }),
      expect.objectContaining({ root: 'inputs', names: ['My name'] }),
      expect.objectContaining({ root: 'inputs', names: ['x'] }),
      expect.objectContaining({ root: 'grains', names: ['g', 'outputs', 'o'] }),
    ])
  })

  test('texts in quotes and text outside of expressions are none', () => {
    expect(findReferences(`.inputs.a {{ ".inputs.b" }} {{ x.inputs.c }} {{ .inputs.d`)).toEqual([
      expect.objectContaining({ root: 'x', names: ['inputs', 'c'] }),
    ])
  })

  test('reads long texts once', () => {
    expect(findReferences('{{ '.repeat(300_000))).toEqual([])
    expect(findReferences(`{{ ${'"'.repeat(300_001)} }}`)).toEqual([])
  })
})

describe('rewriteReferences', () => {
  test('changes the name only, and quotes it where it has to be', () => {
    const change = (text: string) =>
      rewriteReferences(text, ({ root, names: [name, ...rest] }) =>
        name === 'az' ? { root, names: ['my az', ...rest] } : undefined,
      )
    expect(change('a-{{ .inputs.az | upcase }}-{{ inputs["az"].x }}-{{ .inputs.other }}')).toBe(
      'a-{{ .inputs.["my az"] | upcase }}-{{ inputs.["my az"].x }}-{{ .inputs.other }}',
    )
  })
})

describe('onlyReference', () => {
  test.each([
    ['{{ .inputs.a }}', ['a']],
    [' {{- inputs.["My name"] -}} ', ['My name']],
    ['{{ .inputs.a | downcase }}', undefined],
    ['x{{ .inputs.a }}', undefined],
    ['{{ .inputs.a }}{{ .inputs.b }}', undefined],
    ['{{ "x" }}', undefined],
  ])('%s', (text, names) => {
    expect(onlyReference(text)?.names).toEqual(names)
  })
})
