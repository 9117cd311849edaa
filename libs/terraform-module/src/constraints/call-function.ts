import type { Expression } from '../expression/expression.ts'
import { collectionFunctions } from './functions/collection-functions.ts'
import { fallbackFunctions } from './functions/fallback-functions.ts'
import type { FunctionOfCases } from './functions/function-of-cases.ts'
import { networkFunctions } from './functions/network-functions.ts'
import { numberFunctions } from './functions/number-functions.ts'
import { quantifierFunctions } from './functions/quantifier-functions.ts'
import { textFunctions } from './functions/text-functions.ts'
import type { Scope } from './scope.ts'
import type { Cases } from './value.ts'
import { Inexpressible } from './predicate.ts'

const functions: ReadonlyMap<string, FunctionOfCases> = new Map(
  Object.entries({
    ...collectionFunctions,
    ...fallbackFunctions,
    ...networkFunctions,
    ...numberFunctions,
    ...quantifierFunctions,
    ...textFunctions,
  }),
)

export interface Evaluation {
  readonly scope: Scope
  readonly evaluate: (expression: Expression, scope: Scope) => Cases
}

/** Evaluates a function call. Throws Inexpressible for an unsupported function. */
export function callFunction(
  { name, args }: Extract<Expression, { kind: 'call' }>,
  { scope, evaluate }: Evaluation,
): Cases {
  const found = functions.get(name)
  if (found === undefined) throw new Inexpressible()
  return found(
    args.map((argument) => evaluate(argument, scope)),
    scope,
  )
}
