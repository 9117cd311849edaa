import type { z } from 'zod'
import type { Finding } from '../finding.ts'
import { findNearest } from '../../find-nearest.ts'
import { alternatives, nameExpected, nameValue, shorten } from './name-value.ts'
import type { MutableJson } from './repair.ts'
import { keysAt } from './schema-place.ts'

type Issue = z.core.$ZodIssue
export type UnionIssue = Extract<Issue, { code: 'invalid_union' }>

/** Rules that shape checks of any file can report. */
export type ShapeRule = 'shape' | 'missing-key' | 'unknown-key'

/** A file format: its schema, and the terms for its messages. */
export interface FileFormat<Rule extends string> {
  readonly schema: z.ZodType
  /** Name for messages, e.g. `a blueprint`. */
  readonly name: string
  /** Documentation of its keys, e.g. `docs/blueprint-format.md`. */
  readonly reference: string
  /** Examples for required keys, by the last key, e.g. `kind: terraform`. */
  readonly examples: Readonly<Record<string, string>>
  /** A more specific finding for a place, if there is one. */
  describe?(issue: Issue, path: readonly string[], value: unknown): ShapeFinding<Rule> | undefined
  /** A substitute for an invalid required value, so that the rest can be checked; `undefined` removes the key. */
  substituteAt(path: readonly string[]): MutableJson | undefined
}

/** A shape error. */
export interface ShapeFinding<Rule extends string> extends Finding<Rule | ShapeRule> {
  /** The unknown key. */
  readonly unknownKey?: string
  /** The key or value that was most likely intended. */
  readonly meant?: string | undefined
}

/** Translates a schema issue to findings. `valueAt` returns the value at a path. */
export function describeIssue<Rule extends string>(
  format: FileFormat<Rule>,
  issue: Issue,
  path: readonly string[],
  valueAt: (path: readonly string[]) => unknown,
): readonly ShapeFinding<Rule>[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(format, path, key))
  const value = valueAt(path)
  const special = format.describe?.(issue, path, value)
  if (special !== undefined) return [special]
  if (issue.code === 'invalid_union') return describeUnion(format, issue, path, valueAt)
  if (value === undefined) return [missingKey(format, path)]
  return [wrongShape(format, path, describeExpected(issue), value, hintFor(issue, value))]
}

function describeUnion<Rule extends string>(
  format: FileFormat<Rule>,
  issue: UnionIssue,
  path: readonly string[],
  valueAt: (path: readonly string[]) => unknown,
): readonly ShapeFinding<Rule>[] {
  const value = valueAt(path)
  // The issues of the branch with the matching type are more specific.
  const inside = issue.errors.find((branch) => branch.every((inner) => inner.path.length > 0))
  if (inside !== undefined)
    return inside.flatMap((inner) =>
      describeIssue(format, inner, [...path, ...inner.path.map(String)], valueAt),
    )
  const expected = issue.errors.flatMap(([first]) => (first === undefined ? [] : expectedBy(first)))
  return [wrongShape(format, path, alternatives(expected), value, 'Use one of these.')]
}

function unknownKey<Rule extends string>(
  { schema, reference }: FileFormat<Rule>,
  path: readonly string[],
  key: string,
): ShapeFinding<Rule> {
  const keys = keysAt(schema, path)
  const nearest = findNearest(key, keys)
  const known =
    keys.length > 0 && keys.length <= 12
      ? `Valid keys: ${keys.join(', ')}.`
      : `Remove it, or see ${reference} for valid keys.`
  return {
    rule: 'unknown-key',
    path: [...path, key],
    message: `Unknown key "${shorten(key)}"${within(path)}.`,
    hint: nearest === undefined ? known : `Did you mean "${nearest}"?`,
    unknownKey: key,
    meant: nearest,
  }
}

function missingKey<Rule extends string>(
  { examples }: FileFormat<Rule>,
  path: readonly string[],
): ShapeFinding<Rule> {
  const key = path.at(-1) ?? ''
  const parent = path.slice(0, -1)
  const example = examples[key]
  return {
    rule: 'missing-key',
    path,
    message: `Missing key "${key}"${within(parent)}.`,
    hint: example === undefined ? `Add "${key}".` : `Add it, e.g. \`${example}\`.`,
  }
}

function wrongShape<Rule extends string>(
  { name }: FileFormat<Rule>,
  path: readonly string[],
  expected: string,
  value: unknown,
  hint: string,
): ShapeFinding<Rule> {
  // If a number is only too small or too large, show its value.
  const found =
    typeof value === 'number' && /^(?:a number |\d)/.test(expected) ? String(value) : nameValue(value)
  const place = path.length === 0 ? '' : ` at ${shorten(path.join('.'))}`
  const message =
    path.length === 0 && (value === null || value === undefined)
      ? `The file is empty: expected ${name}.`
      : `Expected ${expected}${place}, found ${found}.`
  return { rule: 'shape', path, message, hint }
}

/** What one of several alternatives expects. */
function expectedBy(issue: Issue): readonly string[] {
  if (issue.code === 'invalid_type') return [nameExpected(issue.expected) ?? []].flat()
  return issue.code === 'invalid_value' ? [describeExpected(issue)] : []
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
      if (issue.origin === 'array') return 'a non-empty list'
      if (issue.origin === 'string') return 'a non-empty string'
      return `a number ${issue.inclusive === false ? 'greater than' : 'of at least'} ${issue.minimum}`
    case 'too_big':
      return `a number of at most ${issue.maximum}`
    default:
      return 'a different value'
  }
}

/** The hint, based on what was expected and found. */
function hintFor(issue: Issue, value: unknown): string {
  if (issue.code === 'invalid_value') {
    const texts = issue.values.filter((option) => typeof option === 'string')
    const nearest = typeof value === 'string' ? findNearest(value, texts) : undefined
    if (nearest !== undefined) return `Did you mean "${nearest}"?`
    if (issue.values.map(String).includes(String(value))) return 'Remove the quotes.'
    return issue.values.length === 1 ? 'Use exactly this value.' : 'Use one of these.'
  }
  if (issue.code !== 'invalid_type') return 'Change the value.'
  const { expected } = issue
  if (expected === 'string') return 'If it is a single string, put it in quotes.'
  if (typeof value === 'object' && value !== null && 'digits' in value) return 'Use fewer digits.'
  if (expected === 'number' || expected === 'int')
    return typeof value === 'string' && /^-?[\d.]+$/.test(value)
      ? 'Remove the quotes.'
      : 'Use a number, e.g. 5.'
  if (expected === 'boolean') return 'Use true or false, without quotes.'
  return expected === 'array'
    ? 'Use a list, e.g. `[first, second]`.'
    : 'Use a map: put keys with values below it.'
}

function within(path: readonly string[]): string {
  return path.length === 0 ? '' : ` in ${shorten(path.join('.'))}`
}
