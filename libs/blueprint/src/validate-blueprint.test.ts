// Over 300 lines: one suite for every rule of a blueprint.
import { printDiagnostic } from '@groundplan/errors'
import { caseCount } from '@groundplan/testing'
import fc from 'fast-check'
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
      'a.yaml:3:27: error: Undefined grain "bd". (Did you mean "db"?)',
      'a.yaml:3:71: error: Grain "db" has no output "endpont". (Did you mean "endpoint"?)',
      'a.yaml:9:28: error: Undefined input "sizes". (Did you mean "size"?)',
    ])
  })

  test('a grain is never told that it may have meant itself', () => {
    const grain = (dependency: string) =>
      `{ kind: terraform, depends-on: ${dependency}, spec: { source: ${source} } }`
    const text = `spec_version: 2\ngrains:\n  g: ${grain('h')}\n  web: ${grain('wb')}\n  wab: ${grain('wb')}\n`
    expect(validateBlueprint('a.yaml', text).diagnostics.map(({ hint }) => hint)).toEqual([
      'Use the name of a grain in this blueprint. Separate several with commas.',
      'Did you mean "wab"?',
      'Did you mean "web"?',
    ])
  })

  test('a grain is not found by the name of a property that every object has', () => {
    expect(findings('{}', '', "a: { value: '{{ .grains.constructor.outputs.x }}' }")).toEqual([
      expect.stringContaining('Undefined grain "constructor".'),
    ])
  })

  test('an input that nothing uses is worth a warning', () => {
    expect(findings('{ a: { type: string }, b: }')).toEqual([
      'a.yaml:2:11: warning: Input "a" is not used by any grain, output or label. (Use it as {{ .inputs.a }}, or remove it.)',
      'a.yaml:2:32: warning: Input "b" is not used by any grain, output or label. (Use it as {{ .inputs.b }}, or remove it.)',
    ])
  })

  test.each([
    ['{ type: strng }', 'Invalid type for input "a": unknown type "strng".'],
    [
      "{ type: list(string), constraints: { '.x': { minimum: 1 } } }",
      'The path ".x" does not exist in the type of input "a".',
    ],
    [
      "{ type: list(string), constraints: { 'x y': { minimum: 1 } } }",
      'The path "x y" does not exist in the type of input "a".',
    ],
    ['{ allowed-values: [a, b], default: c }', 'The default of input "a" is not among its allowed values.'],
    ['{ pattern: "(" }', 'The pattern of input "a" is not a valid regular expression.'],
    [
      "{ type: list(string), constraints: { '[*]': { pattern: '(' } } }",
      'The pattern of input "a" is not a valid regular expression.',
    ],
    [
      "{ any-of: [{ constraints: { '.x': { minimum: 1 } } }] }",
      'The path ".x" does not exist in the type of input "a".',
    ],
    [
      '{ not: [{ all-of: [{ pattern: "(" }] }] }',
      'The pattern of input "a" is not a valid regular expression.',
    ],
    [
      '{ type: map(string), keys: { pattern: "(" } }',
      'The pattern of input "a" is not a valid regular expression.',
    ],
    ['{ pattern: "^(a+)+$" }', 'The pattern of input "a" can take so long to match that the form freezes.'],
    [
      '{ pattern: "^(?:[a-z]{1,9}){1,99}$", default: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!" }',
      'The pattern of input "a" can take so long to match that the form freezes.',
    ],
    [
      "{ type: list(string), constraints: { '[*]': { pattern: '^(a|aa){1,99}$' } } }",
      'The pattern of input "a" can take so long to match that the form freezes.',
    ],
    [
      '{ not: [{ any-of: [{ pattern: ".*.*.*x" }] }] }',
      'The pattern of input "a" can take so long to match that the form freezes.',
    ],
    [
      '{ type: map(string), keys: { pattern: "^(a*)*$" } }',
      'The pattern of input "a" can take so long to match that the form freezes.',
    ],
    ['{ type: number, default: "5" }', 'The default of input "a" does not match its type.'],
    ["{ type: 'object({ b = string })', default: {} }", 'The default of input "a" does not match its type.'],
    [
      '{ type: number, default: 9007199254740993, maximum: 9007199254740992 }',
      'The default of input "a" violates its rules.',
    ],
    [
      "{ type: list(string), default: [a, b-], constraints: { '[*]': { not: [{ pattern: '-$' }] } } }",
      'The default of input "a" violates its rules.',
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
    expect(findings(inputs, values)).toHaveLength(100)
  })

  test('what is wrong in one place hides nothing elsewhere', () => {
    const text = `spec_version: 2
inputs:
  size: { typ: number, minimum: low, default: 5 }
  list: { type: list(string), default: 7 }
outputs:
  url: { value: '{{ .grains.db.outputs.url }}' }
grains:
  db:
    kind: terafrom
    spec:
      source: { store: s, path: ., commit: abc, revison: x }
      inputs: [{ size: '{{ .inputs.sice }}' }, { list: '{{ .inputs.list }}' }, { size: '{{ .inputs.size }}' }]
      outputs: [url]
  cache:
    kind: terraform
    spec: { source: 5, inputs: [{ a: '{{ .inputs.gone }}' }] }
`
    const { blueprint, diagnostics } = validateBlueprint('a.yaml', text)
    expect(blueprint).toBeUndefined()
    expect(diagnostics.map(({ line, rule }) => `${line} ${rule}`)).toEqual([
      '3 unknown-key',
      '3 shape',
      '4 default',
      '9 unknown-grain-kind',
      '11 unknown-key',
      '12 undefined-input',
      '12 duplicate-grain-input',
      '16 shape',
      '16 undefined-input',
    ])
  })

  test('of a grain that is wrong nothing follows that people would have to undo', () => {
    const text = `spec_version: 2
inputs: { a: {} }
outputs: { url: { value: '{{ .grains.db.outputs.url }}' } }
grains: { db: 5 }
`
    expect(validateBlueprint('a.yaml', text).diagnostics.map(({ rule }) => rule)).toEqual(['shape'])
  })

  test('a grain may use those that its depends-on leads to, and no others', () => {
    const grain = (dependsOn: string, value = 'x') =>
      `{ kind: terraform, depends-on: '${dependsOn}', spec: { source: ${source}, outputs: [o], inputs: [{ v: '${value}' }] } }`
    const check = (third: string) =>
      validateBlueprint(
        'a.yaml',
        `spec_version: 2\ngrains:\n  a: ${grain('')}\n  b: ${grain('a')}\n  c: ${grain(third, '{{ .grains.a.outputs.o }}')}\n`,
      ).diagnostics.map(({ message }) => message)
    expect(check('b')).toEqual([])
    expect(check('a, b')).toEqual([])
    expect(check('')).toEqual(['Grain "c" uses grain "a" but does not depend on it.'])
    expect(check('c')).toEqual([
      'Grain "c" depends on itself.',
      'Grain "c" uses grain "a" but does not depend on it.',
    ])
  })

  test('a circle of grains is printed once', () => {
    const text = `spec_version: 2
grains:
  a: { kind: helm, depends-on: b, spec: {} }
  b: { kind: helm, depends-on: c, spec: {} }
  c: { kind: helm, depends-on: 'd, a', spec: {} }
  d: { kind: helm, spec: {} }
`
    const messages = validateBlueprint('a.yaml', text).diagnostics.map(({ message }) => message)
    expect(messages.filter((message) => message.includes('Circular'))).toEqual([
      'Circular dependency between grains: a → b → c → a.',
    ])
  })

  test('labels, environment variables and grains of other tools use inputs, and their texts may be of other languages', () => {
    const text = `spec_version: 2
inputs: { a: {}, b: {}, c: {}, d: {} }
labels: [{ team: '{{ .inputs.a }}' }]
grains:
  tf:
    kind: terraform
    spec:
      source: ${source}
      env-vars: [{ B: '{{ .inputs.b }}' }]
      version: '{% if .inputs.c %}>= 1{% endif %}'
  sh:
    kind: shell
    spec: { commands: ['echo {{ .inputs.d }}', "docker ps --format '{{.Names}}'", '{% foo %} {{'] }
`
    expect(validateBlueprint('a.yaml', text).diagnostics.map(({ rule }) => rule)).toEqual([
      'grain-not-launchable',
    ])
  })

  test('whoever reads all inputs may use each', () => {
    expect(findings('{ a: {}, b: {} }', "{ all: '{{ .inputs | json }}' }")).toEqual([])
    expect(findings('{ a: {}, b: {} }', "{ one: '{{ .inputs[.inputs.a] }}' }")).toEqual([])
  })

  test('a place in a text of many lines is found, whatever its quotes', () => {
    const text = `spec_version: 2
outputs:
  block:
    value: |
      first
      second {{ .inputs.x }}
  single: { value: 'it''s {{ .inputs["y"] }}' }
  double: { value: "\\u0041 {{ .inputs.z }}" }
grains: {}
`
    expect(
      validateBlueprint('a.yaml', text).diagnostics.map(({ line, column }) => `${line}:${column}`),
    ).toEqual(['6:17', '7:30', '8:31'])
  })

  test('never throws, and each finding has a place and a next step', () => {
    const names = [
      'a',
      'b',
      'inputs',
      'type',
      'default',
      'spec',
      'kind',
      'source',
      'commit',
      'value',
      '__proto__',
    ]
    const scalar = fc.constantFrom(
      ...[
        'string',
        'list(number)',
        '{{ .inputs.a }}',
        '{{ .grains.b.outputs.a }}',
        'a, b',
        'terraform',
        'helm',
        '(',
        '',
      ],
      ...[5, -1, true, null],
    )
    const { node } = fc.letrec<{ node: unknown }>((tie) => ({
      node: fc.oneof(
        { depthSize: 'medium' },
        scalar,
        fc.array(tie('node'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...names), tie('node'), { maxKeys: 4, noNullPrototype: true }),
      ),
    }))
    const sections = ['inputs', 'outputs', 'grains', 'labels', 'customization', 'metadata', 'other']
    const file = fc.dictionary(fc.constantFrom(...sections), node, { noNullPrototype: true })
    fc.assert(
      fc.property(file, (value) => {
        const { blueprint, diagnostics } = validateBlueprint(
          'a.yaml',
          JSON.stringify({ spec_version: 2, ...value }),
        )
        if (blueprint === undefined) expect(diagnostics).not.toEqual([])
        for (const { line, column, hint } of diagnostics)
          expect([line, column, hint]).not.toContain(undefined)
      }),
      { numRuns: caseCount(500) },
    )
  })
})
