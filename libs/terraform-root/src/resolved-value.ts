/**
 * Values of a grain at a launch, with how they must be kept.
 *
 * Terms: a *secret* is not written to files and not shown; an *ephemeral* value is not stored at all; a value is *left out* if its
 * expression is null, so that a default applies.
 */
import { evaluate, findReferences, type ExpressionProblem, type ExpressionScope } from '@groundplan/blueprint'
import { isJsonList, isJsonObject, type Json } from '@groundplan/terraform-type'

export interface Keeping {
  readonly secret: boolean
  readonly ephemeral: boolean
}

/** A value whose texts are evaluated, each with how it must be kept. */
export type ResolvedValue =
  | ({ readonly kind: 'constant'; readonly value: Json } & Keeping)
  | { readonly kind: 'list'; readonly items: readonly ResolvedValue[] }
  | { readonly kind: 'map'; readonly entries: readonly (readonly [string, ResolvedValue])[] }

/** What expressions may read, and which of it is secret. */
export interface ResolveContext {
  readonly scope: ExpressionScope
  keepingOf(text: string): Keeping
  report(path: readonly string[], problem: ExpressionProblem): void
}

export const plain: Keeping = { secret: false, ephemeral: false }

/** Evaluates all texts in a value; `undefined` if it is left out. Parts that are left out are missing. */
export function resolveValue(
  value: Json,
  path: readonly string[],
  context: ResolveContext,
): ResolvedValue | undefined {
  if (typeof value === 'string') return resolveText(value, path, context)
  if (isJsonList(value)) {
    const items = value.flatMap((item, index) => resolveValue(item, [...path, String(index)], context) ?? [])
    return items.length === 0 && value.length > 0 ? undefined : { kind: 'list', items }
  }
  if (!isJsonObject(value)) return { kind: 'constant', value, ...plain }
  const given = Object.entries(value)
  const entries = given.flatMap(([key, item]) => {
    const resolved = resolveValue(item, [...path, key], context)
    return resolved === undefined ? [] : [[key, resolved] as const]
  })
  return entries.length === 0 && given.length > 0 ? undefined : { kind: 'map', entries }
}

function resolveText(
  text: string,
  path: readonly string[],
  context: ResolveContext,
): ResolvedValue | undefined {
  const evaluated = evaluate(text, context.scope)
  if (!evaluated.ok) {
    context.report(path, evaluated.problem)
    return undefined
  }
  const isExpression = findReferences(text).length > 0
  if (evaluated.value === null && isExpression) return undefined
  return toResolved(evaluated.value, isExpression ? context.keepingOf(text) : plain)
}

/** A known value, all of it kept alike. */
export function toResolved(value: Json, keeping: Keeping = plain): ResolvedValue {
  if (isJsonList(value)) return { kind: 'list', items: value.map((item) => toResolved(item, keeping)) }
  if (isJsonObject(value))
    return {
      kind: 'map',
      entries: Object.entries(value).map(([key, item]) => [key, toResolved(item, keeping)]),
    }
  return { kind: 'constant', value, ...keeping }
}

/** How the value as a whole must be kept. */
export function keepingOf(value: ResolvedValue): Keeping {
  if (value.kind === 'constant') return value
  const inner = value.kind === 'list' ? value.items : value.entries.map(([, item]) => item)
  const all = inner.map(keepingOf)
  return {
    secret: all.some(({ secret }) => secret),
    ephemeral: all.some(({ ephemeral }) => ephemeral),
  }
}

/** The value without how it must be kept. */
export function toJson(value: ResolvedValue): Json {
  switch (value.kind) {
    case 'constant':
      return value.value
    case 'list':
      return value.items.map(toJson)
    case 'map':
      return Object.fromEntries(value.entries.map(([key, item]) => [key, toJson(item)]))
  }
}

/** Both together: maps are merged key by key; elsewhere the second counts. */
export function mergeValues(base: ResolvedValue, own: ResolvedValue): ResolvedValue {
  if (base.kind !== 'map' || own.kind !== 'map') return own
  const entries = new Map(base.entries)
  for (const [key, item] of own.entries) {
    const below = entries.get(key)
    entries.set(key, below === undefined ? item : mergeValues(below, item))
  }
  return { kind: 'map', entries: [...entries] }
}
