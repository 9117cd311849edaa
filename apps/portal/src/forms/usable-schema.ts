import { isQuickPattern } from '@groundplan/terraform-type'
import type { RJSFSchema } from '@rjsf/utils'
import { toUnicodePattern } from './to-unicode-pattern.ts'

/** `quick` leaves out what may take long: patterns that backtrack, and everything that means something else without them. */
export type PatternChoice = 'all' | 'quick'

/** Texts for which `isQuickPattern` promises an answer, in characters. */
const longestText = 2_000

const dataKeywords = new Set(['default', 'enum', 'const', 'examples'])
const mapKeywords = new Set(['properties', 'patternProperties', 'definitions', '$defs', 'dependencies'])
/** Looser rules inside make these stricter or choose another branch. */
const invertingKeywords = new Set(['not', 'oneOf', 'if', 'then', 'else'])

/** The schema with the patterns that can be evaluated here. The server checks the others. */
export function usableSchema(schema: RJSFSchema, values: unknown, patterns: PatternChoice): RJSFSchema {
  if (patterns === 'all') return prepare(schema, toUnicodePattern, false) as RJSFSchema
  const isLong = hasLongText(values)
  return prepare(schema, (pattern) => (isLong ? undefined : toQuickPattern(pattern)), true) as RJSFSchema
}

/** Every pattern in the schema that `quick` leaves out for these values, each once. */
export function slowPatterns(schema: unknown, values: unknown): readonly string[] {
  const isLong = hasLongText(values)
  const slow = new Set<string>()
  const collect = (pattern: string) => {
    const usable = toUnicodePattern(pattern)
    if (usable !== undefined && (isLong || toQuickPattern(pattern) === undefined)) slow.add(pattern)
    return usable
  }
  prepare(schema, collect, false)
  return [...slow]
}

type Choose = (pattern: string) => string | undefined

function prepare(schema: unknown, choose: Choose, isLoose: boolean): unknown {
  if (Array.isArray(schema)) return schema.map((part) => prepare(part, choose, isLoose))
  if (!isRecord(schema)) return schema
  let losesProperties = false
  const entries = Object.entries(schema).flatMap(([keyword, value]) => {
    if (dataKeywords.has(keyword)) return [[keyword, value] as const]
    if (keyword === 'pattern') {
      const pattern = typeof value === 'string' ? choose(value) : undefined
      return pattern === undefined ? [] : [[keyword, pattern] as const]
    }
    if (isLoose && invertingKeywords.has(keyword) && loses(value, choose)) return []
    if (!mapKeywords.has(keyword) || !isRecord(value))
      return [[keyword, prepare(value, choose, isLoose)] as const]
    const named = Object.entries(value).flatMap(([name, inner]) => {
      const key = keyword === 'patternProperties' ? choose(name) : name
      losesProperties ||= key === undefined
      return key === undefined ? [] : [[key, prepare(inner, choose, isLoose)] as const]
    })
    return [[keyword, Object.fromEntries(named)] as const]
  })
  const kept = losesProperties ? entries.filter(([keyword]) => keyword !== 'additionalProperties') : entries
  return Object.fromEntries(kept)
}

/** True if a pattern in the schema, or in what it refers to, is left out. */
function loses(schema: unknown, choose: Choose): boolean {
  let found = JSON.stringify(schema)?.includes('"$ref"') ?? false
  const watch = (pattern: string) => {
    const chosen = choose(pattern)
    found ||= chosen === undefined
    return chosen
  }
  prepare(schema, watch, false)
  return found
}

const judged = new Map<string, string | undefined>()

function toQuickPattern(pattern: string): string | undefined {
  if (!judged.has(pattern)) {
    const usable = toUnicodePattern(pattern)
    judged.set(pattern, usable !== undefined && isQuickPattern(usable, longestText) ? usable : undefined)
  }
  return judged.get(pattern)
}

function hasLongText(value: unknown): boolean {
  if (typeof value === 'string') return value.length > longestText
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([key, inner]) => key.length > longestText || hasLongText(inner))
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
