import { describe, expect, test } from 'vitest'
import { ruleGroups, severityOf, validationRules, type RuleId } from './rules.ts'
import { validateBlueprint } from '../validate-blueprint.ts'

const commit = "source: { store: s, path: ., commit: 'abc' }"

/** A blueprint with one grain `db` that has the output `endpoint`. */
function blueprint(inputs = '{}', values = '', more = ''): string {
  const grain = `{ kind: terraform, spec: { ${commit}, inputs: [${values}], outputs: [endpoint] } }`
  return `spec_version: 2\ninputs: ${inputs}\ngrains:\n  db: ${grain}\n${more}`
}

function outputs(value: string): string {
  return blueprint('{}', '', `outputs: { a: { value: ${value} } }\n`)
}

function sections(...names: readonly string[]): string {
  const fields = names.map((name) => `{ name: ${name} }`).join(', ')
  const form = `customization: { launch-form: { sections: [{ name: A, inputs: [${fields}] }] } }\n`
  return blueprint('{ a: {} }', "{ a: '{{ .inputs.a }}' }", form)
}

function providers(text: string): string {
  return blueprint().replace("commit: 'abc' }", `commit: 'abc' }, providers: { ${text} }`)
}

const used = "{ a: '{{ .inputs.a }}' }"
const token = `ghp_${'a1B2c3D4e5'.repeat(4)}`

/** Rules about more than the text: its bytes, and the modules that it names. */
const aboutMore = ['encoding', ...ruleGroups.Modules.map(({ id }) => id)] as const

/** A file that breaks each rule, and what stands where it does. */
const broken: Readonly<Record<Exclude<RuleId, (typeof aboutMore)[number]>, readonly [string, string]>> = {
  size: ['# x\n'.repeat(250_001), '# x'],
  yaml: ['spec_version: 2\ngrains: {}\ngrains: {}\n', 'grains: {}'],
  shape: ['spec_version: 2\ngrains: []\n', 'grains'],
  'missing-key': ['spec_version: 2\n', 'spec_version'],
  'unknown-key': ['spec_version: 2\ngrains: {}\ninpts: {}\n', 'inpts'],
  'unknown-grain-kind': [
    `spec_version: 2\ngrains:\n  a: { kind: terafom, spec: { ${commit} } }\n`,
    'kind: terafom',
  ],
  'unquoted-expression': [outputs('{{ .grains.db.outputs.endpoint }}'), 'value'],
  'unquoted-revision': [blueprint().replace("'abc'", '0123'), 'commit'],
  type: [blueprint('{ a: { type: strng } }', used), 'type'],
  default: [blueprint('{ a: { type: number, default: x } }', used), 'default'],
  pattern: [blueprint("{ a: { pattern: '(' } }", used), 'pattern'],
  'slow-pattern': [blueprint("{ a: { pattern: '^(a+)+$' } }", used), 'pattern'],
  'constraint-path': [blueprint("{ a: { constraints: { '.x': { minimum: 1 } } } }", used), "'.x'"],
  'constraint-type': [blueprint('{ a: { type: number, pattern: x } }', used), 'pattern'],
  'constraint-range': [blueprint('{ a: { type: number, minimum: 2, maximum: 1 } }', used), 'maximum'],
  'duplicate-name': [blueprint('{ a: {}, A: {} }', `${used}, { b: '{{ .inputs.A }}' }`), 'A:'],
  'unused-input': [blueprint('{ a: {} }'), 'a:'],
  'stored-ephemeral-input': [
    `${blueprint('{ a: { ephemeral: true } }', used)}outputs: { x: { value: '{{ .inputs.a }}' } }\n`,
    '.inputs.a',
  ],
  expression: [outputs("'{{ .inputs.a'"), '{{ .inputs.a'],
  'unsupported-expression': [outputs("'{{ .bindings.x }}'"), '.bindings'],
  'undefined-input': [outputs("'{{ .inputs.a }}'"), '.inputs.a'],
  'undefined-grain': [outputs("'{{ .grains.bd.outputs.x }}'"), '.grains.bd'],
  'undefined-output': [outputs("'{{ .grains.db.outputs.x }}'"), '.grains.db'],
  'undefined-variable': [outputs("'{{ .input.a }}'"), '.input.a'],
  'missing-dependency': [
    blueprint(
      '{}',
      "{ x: '{{ .grains.b.outputs.y }}' }",
      `  b: { kind: terraform, spec: { ${commit}, outputs: [y] } }\n`,
    ),
    '.grains.b',
  ],
  'unknown-dependency': [blueprint('{}', '', "  b: { kind: helm, depends-on: 'db, x', spec: {} }\n"), "x'"],
  'self-dependency': [blueprint('{}', '', '  b: { kind: helm, depends-on: b, spec: {} }\n'), 'b,'],
  'dependency-cycle': [
    'spec_version: 2\ngrains:\n  a: { kind: helm, depends-on: b, spec: {} }\n  b: { kind: helm, depends-on: a, spec: {} }\n',
    'depends-on: b',
  ],
  'duplicate-dependency': [
    blueprint('{}', '', "  b: { kind: helm, depends-on: 'db,db', spec: {} }\n"),
    "db'",
  ],
  'duplicate-grain-input': [blueprint('{}', '{ a: 1 }, { a: 2 }'), 'a: 2'],
  'duplicate-grain-output': [blueprint().replace('[endpoint]', '[endpoint, endpoint]'), 'endpoint]'],
  'provider-name': [providers('aws.: { }'), 'aws.:'],
  'provider-setting': [providers('aws: { settings: { region: a }, from-space: [region] }'), 'region]'],
  source: [blueprint().replace("commit: 'abc'", 'tag: v1, branch: main'), 'source'],
  'unpinned-source': [blueprint().replace("commit: 'abc'", 'branch: main'), 'source'],
  'grain-not-launchable': [blueprint('{}', '', '  b: { kind: helm, spec: {} }\n'), 'kind: helm'],
  'undefined-form-input': [sections('b'), 'name: b'],
  'duplicate-form-input': [sections('a', 'a'), 'name: a }]'],
  'known-secret': [`${blueprint()}# ${token}\n`, 'ghp_'],
  'likely-secret': [blueprint('{}', '{ db_password: aB3dE6gH9jK2mN5p }'), 'db_password'],
  'secret-default': [blueprint('{ a: { sensitive: true, default: hunter2 } }', used), 'default'],
}

describe('the catalogue of rules', () => {
  test.each(Object.entries(broken))(
    '%s is reported at its place, with a next step and no other finding',
    (id, [text, place]) => {
      const found = validateBlueprint('a.yaml', text).diagnostics
      const [first] = found.filter(({ rule }) => rule === id)
      const line = text.split('\n')[(first?.line ?? 0) - 1] ?? 'no such finding'
      expect(line.slice((first?.column ?? 1) - 1).slice(0, place.length)).toBe(place)
      expect(first?.hint).toMatch(/\S/)
      expect(first?.severity).toBe(severityOf(id as RuleId))
      const others = found.filter(({ rule }) => rule !== id && rule !== 'grain-not-launchable')
      expect(others).toEqual([])
    },
  )

  test('has every rule that is tried, and no other but those about more than the text', () => {
    expect(validationRules.map(({ id }) => id).sort()).toEqual([...Object.keys(broken), ...aboutMore].sort())
  })

  test('describes each rule once, in one sentence', () => {
    expect(new Set(validationRules.map(({ id }) => id)).size).toBe(validationRules.length)
    for (const { description } of validationRules) expect(description).toMatch(/^[A-Z`].*\.$/)
  })
})
