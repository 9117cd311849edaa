// Over 300 lines: a table of changes, each with its rule.
import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { parseNumber } from '@groundplan/terraform-type'
import type { Blueprint, BlueprintInput, BlueprintOutput, Grain, TerraformGrain } from '../blueprint.ts'
import { changeRules } from './blueprint-change.ts'
import { diffBlueprints } from './diff-blueprints.ts'

function rulesOf(from: Partial<Blueprint>, to: Partial<Blueprint>): readonly string[] {
  const empty = { spec_version: 2, grains: {} } as const
  return diffBlueprints({ ...empty, ...from }, { ...empty, ...to }).map(({ rule }) => rule)
}

function inputRules(from: BlueprintInput | null, to: BlueprintInput | null): readonly string[] {
  return rulesOf({ inputs: { a: from } }, { inputs: { a: to } })
}

/** What happens on the way there, and on the way back. */
function bothWays(from: BlueprintInput, to: BlueprintInput): string {
  return `${inputRules(from, to).join()} | ${inputRules(to, from).join()}`
}

const object = (attributes: string): BlueprintInput => ({ type: `object({ ${attributes} })` })

describe('types', () => {
  test.each([
    ['string', 'number', 'changed'],
    ['string', 'any', 'widened'],
    ['any', 'list(any)', 'narrowed'],
    ['set(string)', 'list(string)', 'widened'],
    ['list(set(string))', 'set(list(string))', 'changed'],
    ['list(string)', 'map(string)', 'changed'],
    ['tuple([string, number])', 'list(any)', 'widened'],
    ['tuple([string, string])', 'list(string)', 'widened'],
    ['tuple([string])', 'tuple([string, string])', 'changed'],
    ['map(object({ a = string }))', 'map(object({ a = any }))', 'widened'],
    ['strng', 'string', 'changed'],
    ['object({ a = string })', 'map(string)', 'changed'],
  ])('from %s to %s is %s', (from, to, expected) => {
    const back = { widened: 'narrowed', narrowed: 'widened' }[expected] ?? 'changed'
    expect(bothWays({ type: from }, { type: to })).toBe(`type-${expected} | type-${back}`)
  })

  test.each([
    ['a = string', 'a = string, b = optional(number)', 'widened'],
    ['a = string', 'a = optional(string)', 'widened'],
    ['a = string', 'a = optional(string, "x")', 'widened'],
    ['a = string', 'a = string, b = number', 'changed'],
    ['a = string, b = optional(number)', 'b = number, a = optional(string)', 'changed'],
    ['a = object({ b = string })', 'a = optional(object({ b = optional(string) }))', 'widened'],
  ])('from an object with %s to one with %s is %s', (from, to, expected) => {
    const back = expected === 'widened' ? 'narrowed' : 'changed'
    expect(bothWays(object(from), object(to))).toBe(`type-${expected} | type-${back}`)
  })

  test('another default inside is told from another order', () => {
    expect(inputRules(object('a = optional(number, 1)'), object('a = optional(number, 2)'))).toEqual([
      'type-default-changed',
    ])
    expect(
      inputRules(
        object('a = optional(map(set(string)), { k = ["a", "b"] })'),
        object('a = optional(map(set(string)), { k = ["b", "a"] })'),
      ),
    ).toEqual(['type-rewritten'])
    expect(
      inputRules(
        object('a = optional(list(string), ["a", "b"])'),
        object('a = optional(list(string), ["b", "a"])'),
      ),
    ).toEqual(['type-default-changed'])
    expect(inputRules(object('a = string, b = bool'), object('b = bool, a = string'))).toEqual([
      'type-rewritten',
    ])
    expect(inputRules(object('a = optional(string)'), object('a = optional(string, null)'))).toEqual([
      'type-rewritten',
    ])
  })

  test('a rule that stays has to fit the new type', () => {
    const limited = { constraints: { '.a': { maximum: 5 } } }
    expect(
      inputRules(
        { ...object('b = bool'), ...limited },
        { ...object('b = bool, a = optional(number, 5)'), ...limited },
      ),
    ).toEqual(['type-widened'])
    expect(
      inputRules(
        { ...object('b = bool'), ...limited },
        { ...object('b = bool, a = optional(number, 6)'), ...limited },
      ),
    ).toEqual(['type-changed'])
    const choice = { 'any-of': [{ minimum: 1 }, { 'min-length': 5 }] }
    expect(inputRules({ type: 'string', ...choice }, { type: 'any', ...choice })).toEqual(['type-changed'])
  })
})

describe('rules', () => {
  test.each<[string, BlueprintInput, BlueprintInput]>([
    ['widened', { type: 'number', maximum: 5 }, { type: 'number', maximum: 6 }],
    ['widened', { type: 'number', minimum: 5 }, { type: 'number', minimum: 4.5 }],
    ['widened', { type: 'number', minimum: 5 }, { type: 'number' }],
    ['widened', { type: 'number', 'multiple-of': 6 }, { type: 'number', 'multiple-of': 3 }],
    ['widened', { type: 'number', 'multiple-of': 0.3 }, { type: 'number', 'multiple-of': 0.1 }],
    ['widened', { 'min-length': 2 }, { 'min-length': 1 }],
    ['widened', { 'allowed-values': ['a'] }, { 'allowed-values': ['b', 'a'] }],
    ['widened', { pattern: '^a' }, {}],
    ['widened', { format: 'ipv4-range' }, { format: 'ip-range' }],
    ['widened', { 'not-null': true }, {}],
    ['widened', { type: 'list(string)', 'unique-items': true }, { type: 'list(string)' }],
    ['widened', { type: 'list(string)', 'max-items': 1 }, { type: 'list(string)', 'max-items': 2 }],
    [
      'widened',
      { type: 'map(string)', keys: { pattern: 'a', 'max-length': 1 } },
      { type: 'map(string)', keys: { 'max-length': 2 } },
    ],
    [
      'widened',
      { 'any-of': [{ pattern: 'a', 'max-length': 3 }] },
      { 'any-of': [{ pattern: 'b' }, { pattern: 'a' }] },
    ],
    ['widened', { not: [{ pattern: 'a' }, { pattern: 'b' }] }, { not: [{ pattern: 'a', 'min-length': 9 }] }],
    ['widened', { 'all-of': [{ pattern: 'a' }] }, {}],
    [
      'widened',
      { type: 'list(object({ port = number }))', constraints: { '[*].port': { maximum: 5 } } },
      { type: 'list(object({ port = number }))', constraints: { '[*].port': { maximum: 9 } } },
    ],
    ['rewritten', { 'allowed-values': ['a', 'b'] }, { 'allowed-values': ['b', 'a'] }],
    ['rewritten', { type: 'number', 'min-length': 2 }, { type: 'number', 'min-length': 1 }],
    ['rewritten', { 'min-length': 0 }, {}],
    ['rewritten', { type: 'bool' }, { type: 'bool', 'allowed-values': [false, true] }],
    [
      'rewritten',
      { 'any-of': [{ pattern: 'a' }, { pattern: 'b' }] },
      { 'any-of': [{ pattern: 'b' }, { pattern: 'a' }] },
    ],
    ['changed', { pattern: '^a' }, { pattern: '^[a]' }],
    ['changed', { 'allowed-values': ['a', 'b'] }, { 'allowed-values': ['b', 'c'] }],
    ['changed', { type: 'any', pattern: 'a' }, { type: 'any', pattern: 'b' }],
    ['changed', { type: 'strng', minimum: 1 }, { type: 'strng', minimum: 0 }],
    ['changed', { pattern: '(' }, { pattern: '[' }],
  ])('are %s from %j to %j', (expected, from, to) => {
    const back = expected === 'widened' ? 'narrowed' : expected
    expect(bothWays(from, to)).toBe(`rule-${expected} | rule-${back}`)
  })

  test('a rule is held against all that the other side says', () => {
    expect(bothWays({ 'allowed-values': ['ab', 'ac'] }, { pattern: '^a[bc]$' })).toBe(
      'rule-widened,rule-rewritten | rule-narrowed,rule-rewritten',
    )
    expect(
      inputRules({ 'allowed-values': ['a'] }, { 'any-of': [{ pattern: '^a' }], not: [{ pattern: 'b' }] }),
    ).toEqual(['rule-widened', 'rule-rewritten', 'rule-rewritten'])
    expect(inputRules({ type: 'number', 'exclusive-minimum': 2 }, { type: 'number', minimum: 2 })).toEqual([
      'rule-rewritten',
      'rule-widened',
    ])
  })

  test('what is left of rules on "any" may speak of another kind of value', () => {
    expect(inputRules({ type: 'any', pattern: 'a', minimum: 1 }, { type: 'any', minimum: 1 })).toEqual([
      'rule-changed',
    ])
    expect(inputRules({ type: 'any', pattern: 'a' }, { type: 'any' })).toEqual(['rule-widened'])
  })

  test('alternatives within alternatives end in "cannot say", not in a long wait', () => {
    const nest = (depth: number, end: object): BlueprintInput =>
      depth === 0
        ? end
        : { 'any-of': [nest(depth - 1, end), nest(depth - 1, { ...end, 'max-length': depth })] }
    expect(inputRules(nest(9, { pattern: 'a' }), nest(9, { pattern: 'b' }))).toEqual(['rule-changed'])
  })
})

describe('what has to be given', () => {
  test.each<[readonly string[], BlueprintInput | null, BlueprintInput | null]>([
    [['input-required'], { default: 'x' }, null],
    [['input-required'], { optional: true }, {}],
    [['input-optional'], null, { default: '' }],
    [['input-optional'], null, { optional: true }],
    [['input-optional', 'null-accepted'], null, { default: '', optional: true }],
    [['input-required', 'null-refused'], { default: '', optional: true }, null],
    [['default-changed'], { default: 'x' }, { default: 'y' }],
    [['default-changed'], { default: parseNumber('9007199254740993') }, { default: 9007199254740992 }],
    [['default-changed', 'null-accepted'], { default: 'x' }, { optional: true }],
    [['default-changed', 'null-refused'], { optional: true }, { default: 'x' }],
    [[], { default: { a: 1, b: 2 } }, { default: { b: 2, a: 1 } }],
    [[], null, { optional: false, sensitive: false, type: ' string' }],
  ])('is %j', (expected, from, to) => {
    expect(inputRules(from, to)).toEqual(expected)
  })
})

describe('words and secrets', () => {
  test.each<[string, BlueprintInput, BlueprintInput]>([
    ['input-sensitive-added', {}, { sensitive: true }],
    ['input-sensitive-removed', { sensitive: true }, {}],
    ['input-deprecated', {}, { deprecated: 'Use b.' }],
    ['input-text-changed', { deprecated: 'Use b.' }, { deprecated: 'Use c.' }],
    ['input-text-changed', {}, { unit: 'GiB' }],
    ['unit-changed', { unit: 'GiB' }, { unit: 'MiB' }],
    ['input-text-changed', { description: 'a' }, { description: 'b' }],
  ])('of inputs are %s', (expected, from, to) => {
    expect(inputRules(from, to)).toEqual([expected])
  })

  test.each<[string, Partial<BlueprintOutput>, Partial<BlueprintOutput>]>([
    ['output-value-changed', {}, { value: 'y' }],
    ['output-sensitive-added', {}, { sensitive: true }],
    ['output-sensitive-removed', { sensitive: true }, {}],
    ['output-text-changed', {}, { kind: 'link' }],
    ['output-text-changed', {}, { description: 'x' }],
  ])('of outputs are %s', (expected, from, to) => {
    expect(
      rulesOf({ outputs: { a: { value: 'x', ...from } } }, { outputs: { a: { value: 'x', ...to } } }),
    ).toEqual([expected])
  })

  test('of the blueprint are told one by one', () => {
    const to: Partial<Blueprint> = { description: 'a', metadata: { owners: ['@a'] }, labels: ['x'] }
    expect(rulesOf({ metadata: {} }, to)).toEqual(['text-changed', 'text-changed', 'labels-changed'])
  })
})

describe('inputs, outputs and grains', () => {
  test('come and go', () => {
    expect(rulesOf({ inputs: { a: null } }, { inputs: { b: null, c: { optional: true } } })).toEqual([
      'input-removed',
      'required-input-added',
      'input-added',
    ])
    expect(rulesOf({ outputs: { a: { value: '' } } }, { outputs: { b: { value: '' } } })).toEqual([
      'output-removed',
      'output-added',
    ])
    expect(rulesOf({ grains: { a: grain({}) } }, { grains: { b: grain({}) } })).toEqual([
      'grain-removed',
      'grain-added',
    ])
  })

  test('are moved, but for grains', () => {
    expect(rulesOf({ inputs: { a: null, b: null } }, { inputs: { b: null, a: null } })).toEqual([
      'inputs-reordered',
    ])
    const [a, b] = [{ value: '1' }, { value: '2' }]
    expect(rulesOf({ outputs: { a, b } }, { outputs: { b, a } })).toEqual(['outputs-reordered'])
    expect(
      rulesOf({ grains: { a: grain({}), b: grain({}) } }, { grains: { b: grain({}), a: grain({}) } }),
    ).toEqual([])
  })
})

const source = { store: 'modules', path: 'a', commit: '1' }

function grain(spec: Partial<TerraformGrain['spec']>): TerraformGrain {
  return { kind: 'terraform', spec: { source, ...spec } }
}

describe('grains', () => {
  test.each<[string, Grain, Grain]>([
    ['grain-revision-changed', grain({}), grain({ source: { ...source, commit: '2' } })],
    [
      'grain-revision-changed',
      grain({ source: { store: 'a', path: 'b', tag: '1' } }),
      grain({ source: { store: 'a', path: 'b', commit: '1' } }),
    ],
    ['grain-unpinned', grain({}), grain({ source: { store: 'modules', path: 'a', branch: 'main' } })],
    ['grain-source-changed', grain({}), grain({ source: { ...source, path: 'b' } })],
    ['grain-version-changed', grain({}), grain({ version: '>= 1.6' })],
    ['grain-inputs-changed', grain({ inputs: [{ a: 1 }] }), grain({ inputs: [{ a: 2 }] })],
    ['grain-inputs-changed', grain({ inputs: [{ a: '{{ .inputs.a }}' }] }), grain({})],
    ['grain-inputs-wired', grain({ inputs: [{ a: 1 }, { b: 1 }] }), grain({ inputs: [{ b: 1 }, { a: 1 }] })],
    ['grain-outputs-changed', grain({}), grain({ outputs: ['a'] })],
    ['grain-environment-changed', grain({}), grain({ 'env-vars': [{ A: 'x' }] })],
    ['grain-approval-changed', grain({}), grain({ 'auto-approve': false })],
    ['grain-order-changed', grain({}), { ...grain({}), 'depends-on': 'b' }],
    ['grain-kind-changed', grain({}), { ...grain({}), kind: 'opentofu' }],
    ['grain-spec-changed', { kind: 'helm', spec: {} }, { kind: 'helm', spec: { a: 1 } }],
  ])('change: %s', (expected, from, to) => {
    expect(rulesOf({ grains: { a: from } }, { grains: { a: to } })).toEqual([expected])
  })

  test('that hand on a new input are only wired', () => {
    const wired = { a: grain({ inputs: [{ size: '{{ .inputs.a }}' }] }) }
    const inputs = { a: { optional: true } }
    expect(rulesOf({ grains: { a: grain({}) } }, { inputs, grains: wired })).toEqual([
      'input-added',
      'grain-inputs-wired',
    ])
    expect(rulesOf({ inputs, grains: { a: grain({}) } }, { inputs, grains: wired })).toEqual([
      'grain-inputs-changed',
    ])
  })
})

test('the documentation has every rule with its level', async () => {
  const text = await readFile(new URL('../../../../docs/blueprint-versions.md', import.meta.url), 'utf8')
  const section = text.slice(0, text.indexOf('## Inside the module'))
  const rows = section.matchAll(/^\| `([a-z-]+)` +\| (breaking|feature|fix) +\|/gm)
  expect(Object.fromEntries(rows.map(([, rule, level]) => [rule, level]))).toEqual(changeRules)
})
