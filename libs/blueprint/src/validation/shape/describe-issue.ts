import type { z } from 'zod'
import type { Finding } from '../finding.ts'
import { findNearest } from '../find-nearest.ts'
import { alternatives, nameExpected, nameValue, shorten } from './name-value.ts'
import { keysAt } from './schema-place.ts'

type Issue = z.core.$ZodIssue

/** Something about the shape that does not fit. */
export interface ShapeFinding extends Finding {
  /** The key that nobody knows. */
  readonly unknownKey?: string
  /** The key or the kind of grain that most likely was meant. */
  readonly meant?: string | undefined
}

/** Says in our words what the schema has found. `valueAt` gives what stands at a path. */
export function describeIssue(
  issue: Issue,
  path: readonly string[],
  valueAt: (path: readonly string[]) => unknown,
): readonly ShapeFinding[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(path, key))
  if (issue.code === 'invalid_union') return describeUnion(issue, path, valueAt)
  const value = valueAt(path)
  if (value === undefined) return [missingKey(path)]
  if (
    typeof value === 'number' &&
    /^(?:commit|branch|tag)$/.test(path.at(-1) ?? '') &&
    path.at(-2) === 'source'
  )
    return [unquotedRevision(path)]
  return [wrongShape(path, describeExpected(issue), value, hintFor(issue, value))]
}

function describeUnion(
  issue: Extract<Issue, { code: 'invalid_union' }>,
  path: readonly string[],
  valueAt: (path: readonly string[]) => unknown,
): readonly ShapeFinding[] {
  const value = valueAt(path)
  if ('discriminator' in issue) return [unknownKind(path, value, issue)]
  // The branch that has the right kind of value says more than that no branch fits.
  const inside = issue.errors.find((branch) => branch.every((inner) => inner.path.length > 0))
  if (inside !== undefined)
    return inside.flatMap((inner) => describeIssue(inner, [...path, ...inner.path.map(String)], valueAt))
  const expected = issue.errors.flatMap(([first]) =>
    first?.code === 'invalid_type' ? (nameExpected(first.expected) ?? []) : [],
  )
  return [wrongShape(path, alternatives(expected), value, 'Write one of these.')]
}

function unknownKind(
  path: readonly string[],
  value: unknown,
  issue: Extract<Issue, { code: 'invalid_union' }>,
): ShapeFinding {
  const kinds = ('options' in issue && Array.isArray(issue.options) ? issue.options : []).map(String)
  const nearest = typeof value === 'string' ? findNearest(value, kinds) : undefined
  const grain = path.at(-2) ?? ''
  const list = `The kinds are ${kinds.join(', ')}.`
  const found =
    typeof value === 'string'
      ? `is of the unknown kind "${shorten(value)}"`
      : 'does not say of what kind it is'
  return {
    rule: value === undefined ? 'missing-key' : 'unknown-grain-kind',
    path,
    message: `The grain "${grain}" ${found}.`,
    hint: nearest === undefined ? list : `Did you mean "${nearest}"? ${list}`,
    meant: nearest,
  }
}

function unknownKey(path: readonly string[], key: string): ShapeFinding {
  const keys = keysAt(path)
  const nearest = findNearest(key, keys)
  const known =
    keys.length > 0 && keys.length <= 12
      ? `The keys here are ${keys.join(', ')}.`
      : 'Remove it, or see docs/blueprint-format.md for the keys there are.'
  return {
    rule: 'unknown-key',
    path: [...path, key],
    message: `Unknown key "${shorten(key)}"${within(path)}.`,
    hint: nearest === undefined ? known : `Did you mean "${nearest}"?`,
    unknownKey: key,
    meant: nearest,
  }
}

const examples: Readonly<Record<string, string>> = {
  spec_version: 'spec_version: 2',
  grains: 'grains: {}',
  kind: 'kind: terraform',
  source: 'source: { store: my-repository, path: modules/network, commit: … }',
  store: 'store: my-repository',
  path: 'path: modules/network',
  value: "value: '{{ .grains.network.outputs.id }}'",
}

function missingKey(path: readonly string[]): ShapeFinding {
  const key = path.at(-1) ?? ''
  const parent = path.slice(0, -1)
  const example = examples[key]
  return {
    rule: 'missing-key',
    path,
    message: `The key "${key}" is missing${within(parent)}.`,
    hint: example === undefined ? `Add "${key}".` : `Add it, e.g. \`${example}\`.`,
  }
}

function unquotedRevision(path: readonly string[]): ShapeFinding {
  const key = path.at(-1) ?? ''
  return {
    rule: 'unquoted-revision',
    path,
    message: `The ${key} of grain "${path[1] ?? ''}" is read as a number because it is not in quotes, so digits may be lost.`,
    hint: `Quote it: \`${key}: '…'\`.`,
  }
}

function wrongShape(path: readonly string[], expected: string, value: unknown, hint: string): ShapeFinding {
  // A number that is only too small or too large says more by itself.
  const found =
    typeof value === 'number' && expected.startsWith('a number ') ? String(value) : nameValue(value)
  const place = path.length === 0 ? '' : ` at ${shorten(path.join('.'))}`
  const message =
    path.length === 0 && (value === null || value === undefined)
      ? 'The file is empty: expected a blueprint.'
      : `Expected ${expected}${place}, found ${found}.`
  return { rule: 'shape', path, message, hint }
}

function describeExpected(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return nameExpected(issue.expected) ?? 'a number'
    case 'invalid_value':
      return alternatives(
        issue.values.map((value) => (typeof value === 'string' ? `"${value}"` : String(value))),
      )
    case 'too_small':
      if (issue.origin === 'array') return 'a list that is not empty'
      return `a number ${issue.inclusive === false ? 'greater than' : 'of at least'} ${issue.minimum}`
    case 'too_big':
      return `a number of at most ${issue.maximum}`
    default:
      return 'another value'
  }
}

/** The next step, by what was expected and what is there. */
function hintFor(issue: Issue, value: unknown): string {
  if (issue.code === 'invalid_value') {
    const texts = issue.values.filter((option) => typeof option === 'string')
    const nearest = typeof value === 'string' ? findNearest(value, texts) : undefined
    if (nearest !== undefined) return `Did you mean "${nearest}"?`
    return issue.values.map(String).includes(String(value)) ? 'Remove the quotes.' : 'Write one of these.'
  }
  if (issue.code !== 'invalid_type') return 'Change the value.'
  const { expected } = issue
  if (expected === 'string') return 'Put it in quotes if it is one text.'
  if (typeof value === 'object' && value !== null && 'digits' in value) return 'Write it with fewer digits.'
  if (expected === 'number' || expected === 'int')
    return typeof value === 'string' && /^-?[\d.]+$/.test(value)
      ? 'Remove the quotes.'
      : 'Write a number, e.g. 5.'
  if (expected === 'boolean') return 'Write true or false, without quotes.'
  return expected === 'array' ? 'Write a list, e.g. `[first, second]`.' : 'Write keys with values below it.'
}

function within(path: readonly string[]): string {
  return path.length === 0 ? '' : ` in ${shorten(path.join('.'))}`
}
