import type { Json } from '@groundplan/terraform-type'
import { describeFailure } from './describe-failure.ts'
import { toExpressionValue } from './expression-value.ts'
import { runLiquid, type LiquidScope } from './liquid.ts'
import type { VariablePath } from './list-variables.ts'
import { hasExpression, parseExpression, type ExpressionProblem } from './parse-expression.ts'
import { findReservedName, type ReservedName } from './references.ts'

/** Values available to expressions. */
export interface ExpressionScope {
  /** The value of every input; null if empty. */
  readonly inputs?: Readonly<Record<string, Json>>
  readonly grains?: Readonly<Record<string, GrainScope>>
  readonly params?: Readonly<Record<string, Json>>
  readonly environment?: Readonly<Partial<Record<ReservedName, string>>>
}

/** Outputs of a grain, or that it was skipped. */
export interface GrainScope {
  readonly outputs: Readonly<Record<string, Json>>
  readonly isActive?: boolean
}

export type Evaluated =
  { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly problem: ExpressionProblem }

/**
 * Evaluates a string with expressions. A string that consists of a single `{{ … }}` returns the value with its type; any other
 * returns a string, with lists and maps as JSON and null as empty. Undefined values are a problem, not empty.
 */
export function evaluate(text: string, scope: ExpressionScope): Evaluated {
  if (!hasExpression(text)) return { ok: true, value: text }
  const parsed = parseExpression(text)
  if (!parsed.ok) return parsed
  const outcome = runLiquid(parsed.templates, toLiquidScope(scope, parsed.variables))
  if (!outcome.ok) return { ok: false, problem: describeFailure(outcome) }
  try {
    return { ok: true, value: toExpressionValue(outcome.value) }
  } catch (cause) {
    return { ok: false, problem: describeFailure({ cause, offset: 0 }) }
  }
}

function toLiquidScope(
  { inputs = {}, grains = {}, params = {}, environment = {} }: ExpressionScope,
  used: readonly VariablePath[],
): LiquidScope {
  const grainMaps = Object.entries(grains).map(([name, { outputs, isActive = true }]) => [
    name,
    { outputs, is_active: isActive },
  ])
  const grainMap = Object.fromEntries(grainMaps) as Record<string, object>
  // Reserved names are case-insensitive, so each is added in every spelling that this text uses.
  const reserved = used.flatMap(({ segments: [root = ''] }) => {
    const name = findReservedName(root)
    return name === undefined || environment[name] === undefined ? [] : [[root, environment[name]] as const]
  })
  const variables = Object.assign(Object.create(null) as object, {
    ...Object.fromEntries(reserved),
    inputs,
    grains: grainMap,
    params,
  })
  const outputs = Object.values(grains).map((grain) => grain.outputs)
  return {
    variables,
    strict: new WeakSet<object>([inputs, params, grainMap, ...Object.values(grainMap), ...outputs]),
  }
}
