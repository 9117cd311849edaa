import { printDiagnostic } from '@groundplan/errors'
import { describe, expect, test } from 'vitest'
import { validateBlueprint } from './validate-blueprint.ts'

const source = '{ store: s, path: ., commit: abc }'

/** Findings of a blueprint with one grain `db` that has the output `endpoint`. */
function findings(inputs: string, values = '', outputs = ''): readonly string[] {
  const text = `spec_version: 2
inputs: ${inputs}
outputs: {${outputs}}
grains:
  db:
    kind: terraform
    spec:
      source: ${source}
      inputs: [${values}]
      outputs: [endpoint]
`
  return validateBlueprint('a.yaml', text).diagnostics.map(printDiagnostic)
}

describe('validateBlueprint', () => {
  test('has nothing to say of parts that fit together', () => {
    expect(
      findings(
        '{ size: { type: number, minimum: 1 } }',
        "{ size: '{{ .inputs.size }}' }",
        "url: { value: 'https://{{ .grains.db.outputs.endpoint }}' }",
      ),
    ).toEqual([])
  })

  test('finds references to what is not there, and what was meant', () => {
    expect(
      findings(
        '{ size: { type: number } }',
        "{ size: '{{ .inputs.sizes }}' }, { other: '{{ .inputs.size }}' }",
        "a: { value: '{{ .grains.bd.outputs.x }}' }, b: { value: '{{ .grains.db.outputs.endpont }}' }",
      ),
    ).toEqual([
      'a.yaml:3:16: error: There is no grain "bd".',
      'a.yaml:3:60: error: There is no output "endpont". (Did you mean "endpoint"?)',
      'a.yaml:9:7: error: There is no input "sizes". (Did you mean "size"?)',
    ])
  })

  test('a grain is not found by the name of a property that every object has', () => {
    expect(findings('{}', '', "a: { value: '{{ .grains.constructor.outputs.x }}' }")).toEqual([
      expect.stringContaining('There is no grain "constructor".'),
    ])
  })

  test('an input that nothing uses is worth a warning', () => {
    expect(findings('{ a: { type: string }, b: }')).toEqual([
      'a.yaml:2:11: warning: The input "a" is not used by any grain or output.',
      'a.yaml:2:32: warning: The input "b" is not used by any grain or output.',
    ])
  })

  test.each([
    ['{ type: strng }', 'The type of input "a" cannot be read: unknown type "strng".'],
    [
      "{ type: list(string), constraints: { '.x': { minimum: 1 } } }",
      'The type of input "a" has no place ".x".',
    ],
    [
      "{ type: list(string), constraints: { 'x y': { minimum: 1 } } }",
      'The type of input "a" has no place "x y".',
    ],
    ['{ allowed-values: [a, b], default: c }', 'The default of input "a" is not among its allowed values.'],
    ['{ pattern: "(" }', 'The pattern of input "a" is not a regular expression.'],
    [
      "{ type: list(string), constraints: { '[*]': { pattern: '(' } } }",
      'The pattern of input "a" is not a regular expression.',
    ],
    ["{ any-of: [{ constraints: { '.x': { minimum: 1 } } }] }", 'The type of input "a" has no place ".x".'],
    ['{ not: [{ all-of: [{ pattern: "(" }] }] }', 'The pattern of input "a" is not a regular expression.'],
    [
      '{ type: map(string), keys: { pattern: "(" } }',
      'The pattern of input "a" is not a regular expression.',
    ],
    ['{ type: number, default: "5" }', 'The default of input "a" is not of its type.'],
    ["{ type: 'object({ b = string })', default: {} }", 'The default of input "a" is not of its type.'],
    [
      '{ type: number, default: 9007199254740993, maximum: 9007199254740992 }',
      'The default of input "a" does not keep to its rules.',
    ],
    [
      "{ type: list(string), default: [a, b-], constraints: { '[*]': { not: [{ pattern: '-$' }] } } }",
      'The default of input "a" does not keep to its rules.',
    ],
  ])('of the input %s: %s', (input, message) => {
    expect(findings(`{ a: ${input} }`, "{ a: '{{ .inputs.a }}' }")).toEqual([
      expect.stringContaining(`error: ${message}`),
    ])
  })

  test('a grain follows one revision, and better a commit', () => {
    const grain = (revision: string) =>
      validateBlueprint(
        'a.yaml',
        `spec_version: 2\ngrains: { g: { kind: terraform, spec: { source: { store: s, path: . ${revision} } } } }\n`,
      ).diagnostics.map(({ severity, rule }) => `${severity} ${rule}`)
    expect(grain(', commit: abc')).toEqual([])
    expect(grain(', branch: main')).toEqual(['warning unpinned-source'])
    expect(grain('')).toEqual(['warning unpinned-source'])
    expect(grain(', branch: main, tag: v1')).toEqual(['error source'])
  })

  test('thousands of inputs and references are judged at once', () => {
    const names = Array.from({ length: 10_000 }, (_, index) => `input_${index}`)
    const inputs = `{ ${names.map((name) => `${name}: {}`).join(', ')} }`
    const values = names.map((name) => `{ ${name}: '{{ .inputs.${name}x }}' }`).join(', ')
    expect(findings(inputs, values)).toHaveLength(200)
  })
})
