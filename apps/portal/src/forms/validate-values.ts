import { Validator, type OutputUnit, type Schema } from '@cfworker/json-schema'
import { ExactNumber, normalizeTexts, type Json } from '@groundplan/terraform-type'
import type { RJSFSchema } from '@rjsf/utils'
import { childSchema } from './child-schema.ts'
import { chooseAlternatives } from './choose-alternatives.ts'
import { boundNames, toExactValues, violatedBounds } from './exact-values.ts'
import { isCountedOtherwise, lengthNames, violatedLengths } from './exact-lengths.ts'
import { usableSchema, type PatternChoice } from './usable-schema.ts'
import { withoutUndefined } from './without-undefined.ts'

/** Something that a form's values do not keep to. */
export interface SchemaViolation {
  /** Property names and indexes from the top. */
  readonly path: readonly string[]
  readonly keyword: string
  /** What the schema says under that keyword. */
  readonly limit: unknown
  /** Present if not the value at the path is meant but its name, which is a key of a map. */
  readonly subject?: 'key'
}

// They only repeat that something inside them was violated.
const containers = new Set([
  'properties',
  'patternProperties',
  'additionalProperties',
  'items',
  'additionalItems',
  'propertyNames',
])

/** Checks values against a draft-07 schema without compiling it, and gives every violation in the order of its inputs. */
export function validateValues(
  schema: RJSFSchema,
  values: unknown,
  patterns: PatternChoice,
): readonly SchemaViolation[] {
  const prepared = usableSchema(schema, values, patterns) as Schema
  const exact = normalizeTexts(toExactValues(schema, withoutUndefined(values) ?? null) as Json)
  const { errors } = new Validator(prepared, '7', false).validate(toRounded(exact))
  const lookups = {
    schemaAt: (pointer: string) => lookUp(prepared, pointer),
    valueAt: (pointer: string) => parsePointer(pointer).reduce(child, exact),
  }
  const violations = [
    ...chooseAlternatives(errors, lookups)
      .filter(({ keyword }) => !containers.has(keyword))
      .filter((unit) => !isCheckedExactly(unit, lookups.valueAt(unit.instanceLocation)))
      .flatMap((unit) => toViolation(unit, prepared, values)),
    ...exactViolations(schema, exact, []),
  ]
  const order = Object.keys(schema.properties ?? {})
  const placeOf = ({ path: [name = ''] }: SchemaViolation) => order.indexOf(name)
  return violations.toSorted((left, right) => placeOf(left) - placeOf(right))
}

/** What only the interpreter of schemas needs: it knows no exact numbers. */
function toRounded(value: unknown): unknown {
  if (value instanceof ExactNumber) return Number(value.digits)
  if (Array.isArray(value)) return value.map(toRounded)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, toRounded(inner)] as const))
}

/** True for bounds of numbers that are rounded, and for lengths of texts that the interpreter counts otherwise than Terraform. */
function isCheckedExactly({ keyword }: OutputUnit, value: unknown): boolean {
  if (typeof value === 'string')
    return isCountedOtherwise(value) && lengthNames.some((name) => name === keyword)
  return value instanceof ExactNumber && boundNames.some((name) => name === keyword)
}

function exactViolations(
  schema: unknown,
  value: unknown,
  path: readonly string[],
): readonly SchemaViolation[] {
  const toViolations = (keywords: readonly string[]) =>
    keywords.map((keyword) => ({ path, keyword, limit: child(schema, keyword) }))
  if (value instanceof ExactNumber) return toViolations(violatedBounds(schema, value))
  if (typeof value === 'string') return toViolations(violatedLengths(schema, value))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    exactViolations(childSchema(schema, key), inner, [...path, key]),
  )
}

function toViolation(unit: OutputUnit, schema: Schema, values: unknown): readonly SchemaViolation[] {
  const { instanceLocation, keyword, keywordLocation } = unit
  const path = parsePointer(instanceLocation)
  if (keyword !== 'required') {
    // An item that was added and not filled in.
    const isEmpty = keyword === 'type' && (path.reduce<unknown>(child, values) ?? undefined) === undefined
    if (isEmpty) return [{ path, keyword: 'required', limit: true }]
    const subject = keywordLocation.includes('/propertyNames/') ? { subject: 'key' as const } : {}
    return [{ path, keyword, limit: lookUp(schema, keywordLocation), ...subject }]
  }
  // One of these stands for one missing property, but only its message says which.
  const missing = /required property "([\s\S]*)"\.$/.exec(unit.error)?.[1]
  if (missing === undefined) return []
  const owner = path.reduce<unknown>(child, values)
  return child(owner, missing) === undefined ? [{ path: [...path, missing], keyword, limit: true }] : []
}

function parsePointer(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
}

function lookUp(schema: unknown, pointer: string): unknown {
  return parsePointer(pointer).reduce(child, schema)
}

function child(parent: unknown, key: string): unknown {
  if (typeof parent !== 'object' || parent === null || !Object.hasOwn(parent, key)) return undefined
  return (parent as Record<string, unknown>)[key]
}
