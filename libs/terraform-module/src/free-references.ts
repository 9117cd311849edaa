import { isJsonList, isJsonObject, type Json } from '@groundplan/terraform-type'
import type { SourcePosition } from '@groundplan/errors'
import { findReferences, findTraversals } from './syntax/find-references.ts'

/** What an expression of native syntax refers to, without names bound by `for` in it. */
export function nativeReferences(expression: string, findAll: () => readonly string[]): readonly string[] {
  return literal.test(expression) ? [] : withoutBound(expression, findAll())
}

/** What a value of JSON syntax refers to: only texts with a template refer to anything. */
export function jsonReferences(value: Json | undefined): readonly string[] {
  return templatesIn(value).flatMap((text) => withoutBound(text, findReferences(text)))
}

/** The source text of each reference of an argument, with indices and splats. Names bound by `for` are among them. */
export function traversalsOf(argument: {
  readonly position: SourcePosition
  readonly constant: Json | undefined
  readonly expression: string
}): readonly string[] {
  const isJson = argument.position.file.endsWith('.json')
  return isJson ? templatesIn(argument.constant).flatMap(findTraversals) : findTraversals(argument.expression)
}

/** Expressions without any name or template, which are most. */
const literal = /^(?:"[^"$%\\]*"|-?\d+(?:\.\d+)?|true|false|null|\[\s*\]|\{\s*\})$/

function withoutBound(expression: string, references: readonly string[]): readonly string[] {
  if (references.length === 0 || !/\bfor\s/.test(expression)) return references
  const bound = new Set(
    [
      ...expression.matchAll(
        /\bfor\s+([\p{ID_Start}_][\p{ID_Continue}-]*)(?:\s*,\s*([\p{ID_Start}_][\p{ID_Continue}-]*))?\s+in\b/gu,
      ),
    ].flatMap(([, first = '', second = '']) => [first, second]),
  )
  return references.filter((reference) => !bound.has(reference.split('.', 1)[0] ?? ''))
}

/** Templates in a value, as expressions of the native syntax. */
function templatesIn(value: Json | undefined): readonly string[] {
  if (typeof value === 'string') return /[$%]\{/.test(value) ? [`<<TEMPLATE\n${value}\nTEMPLATE\n`] : []
  if (value === undefined || value === null) return []
  if (isJsonList(value)) return value.flatMap(templatesIn)
  return isJsonObject(value) ? Object.entries(value).flatMap(([, each]) => templatesIn(each)) : []
}
