import type { Expression } from '../expression/expression.ts'
import { parseExpression } from '../expression/parse-expression.ts'

/** The name of the first function that is called anywhere in an expression. */
export function findCall(text: string): string | undefined {
  const expression = parseExpression(text)
  return expression && callIn(expression)
}

function callIn(expression: Expression): string | undefined {
  if (expression.kind === 'call') return expression.name
  for (const part of partsOf(expression)) {
    const call = callIn(part)
    if (call !== undefined) return call
  }
  return undefined
}

function partsOf(expression: Expression): readonly Expression[] {
  return Object.values(expression)
    .flat(2)
    .filter((part) => typeof part === 'object' && part !== null && 'kind' in part)
}
