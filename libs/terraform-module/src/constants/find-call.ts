import type { Expression } from '../expression/expression.ts'
import { parseExpression } from '../expression/parse-expression.ts'

/** The name of the first function that is called anywhere in an expression. */
export function findCall(text: string): string | undefined {
  return listCalls(text)[0]
}

/** The names of all functions that are called in an expression, outermost first; none if it cannot be parsed. */
export function listCalls(text: string): readonly string[] {
  const expression = parseExpression(text)
  return expression === undefined ? [] : callsIn(expression)
}

function callsIn(expression: Expression): readonly string[] {
  const inner = partsOf(expression).flatMap(callsIn)
  return expression.kind === 'call' ? [expression.name, ...inner] : inner
}

function partsOf(expression: Expression): readonly Expression[] {
  return Object.values(expression)
    .flat(2)
    .filter((part) => typeof part === 'object' && part !== null && 'kind' in part)
}
