import { isJsonList, isJsonObject, type Json } from '@groundplan/terraform-type'
import type { VariablePath } from './list-variables.ts'
import { hasExpression, parseExpression, type ExpressionProblem } from './parse-expression.ts'

/** Names for facts about the environment; case-insensitive. */
export const reservedNames = [
  ...(['envId', 'environmentName', 'blueprintName', 'ownerEmail'] as const),
  ...(['accountName', 'spaceName', 'sandboxId'] as const),
] as const

export type ReservedName = (typeof reservedNames)[number]

/** What an expression such as `{{ .inputs.x }}` or `{{ .grains.g.outputs.o }}` refers to. */
export type Reference =
  | { readonly kind: 'input'; readonly name: string }
  | { readonly kind: 'grain-output'; readonly grain: string; readonly output: string }
  /** Another reference to a grain: all its outputs, or whether it exists. */
  | { readonly kind: 'grain'; readonly grain: string }
  | { readonly kind: 'parameter'; readonly name: string }
  | { readonly kind: 'environment'; readonly name: ReservedName }
  /** All inputs, grains or parameters, or one by a computed name. */
  | { readonly kind: 'all'; readonly root: 'inputs' | 'grains' | 'params' }
  /** A root that only Torque provides. */
  | { readonly kind: 'unsupported'; readonly root: string }
  | { readonly kind: 'unknown'; readonly root: string }

const unsupportedRoots = ['env_references', 'resources', 'bindings', 'management_server']

/** Lists the references of all expressions in a value, at any depth. Invalid expressions have none. */
export function findReferences(value: Json | undefined): readonly Reference[] {
  return readExpressions(value).flatMap((text) =>
    text.found.flatMap((found) => ('reference' in found ? [found.reference] : [])),
  )
}

/** A string with expressions in a value. */
export interface ExpressionText {
  /** Keys and positions that lead to the text. */
  readonly path: readonly string[]
  readonly text: string
  readonly found: readonly (ExpressionProblem | PlacedReference)[]
}

export interface PlacedReference {
  readonly reference: Reference
  /** Offset in the text, in characters. */
  readonly offset: number
}

/** Lists all strings with expressions in a value, with their references or problems. */
export function readExpressions(
  value: Json | undefined,
  path: readonly string[] = [],
): readonly ExpressionText[] {
  if (value === undefined) return []
  if (typeof value === 'string') return hasExpression(value) ? [readText(value, path)] : []
  if (isJsonList(value))
    return value.flatMap((item, index) => readExpressions(item, [...path, String(index)]))
  if (!isJsonObject(value)) return []
  return Object.entries(value).flatMap(([key, item]) => readExpressions(item, [...path, key]))
}

function readText(text: string, path: readonly string[]): ExpressionText {
  const parsed = parseExpression(text)
  if (!parsed.ok) return { path, text, found: [parsed.problem] }
  const found = parsed.variables.map((variable) => ({
    reference: toReference(variable),
    offset: variable.offset,
  }))
  return { path, text, found }
}

/** What the path of a variable refers to. */
export function toReference({ segments }: Pick<VariablePath, 'segments'>): Reference {
  const [root = '', name, part, output] = segments
  if (root === 'inputs') return name === undefined ? { kind: 'all', root } : { kind: 'input', name }
  if (root === 'params') return name === undefined ? { kind: 'all', root } : { kind: 'parameter', name }
  if (root === 'grains') {
    if (name === undefined) return { kind: 'all', root }
    if (part !== 'outputs' || output === undefined) return { kind: 'grain', grain: name }
    return { kind: 'grain-output', grain: name, output }
  }
  const reserved = findReservedName(root)
  if (reserved !== undefined) return { kind: 'environment', name: reserved }
  return { kind: unsupportedRoots.includes(root) ? 'unsupported' : 'unknown', root }
}

/** Finds the reserved name, ignoring case. */
export function findReservedName(word: string): ReservedName | undefined {
  return reservedNames.find((name) => name.toLowerCase() === word.toLowerCase())
}
