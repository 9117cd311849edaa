import { printLiteral } from '@groundplan/terraform-type'
import type { Expression } from '../expression/expression.ts'
import { parseExpression } from '../expression/parse-expression.ts'
import { evaluateExpression } from './evaluate-constant.ts'

/**
 * The same type expression with the computed defaults of its optional attributes replaced by their values:
 * `optional(number, 60 * 60)` becomes `optional(number, 3600)`. `undefined` if it is none, or a default has no constant value.
 */
export function foldType(text: string): string | undefined {
  const expression = parseExpression(text)
  return expression && printTypeOf(expression)
}

function printTypeOf(expression: Expression): string | undefined {
  switch (expression.kind) {
    case 'name':
      return expression.name
    case 'list':
      return printAll(expression.items.map(printTypeOf), (items) => `[${items.join(', ')}]`)
    case 'object':
      return printAll(expression.entries.map(printAttribute), (entries) => `{ ${entries.join(', ')} }`)
    case 'call':
      return printAll(printArguments(expression), (items) => `${expression.name}(${items.join(', ')})`)
    default:
      return undefined
  }
}

function printAttribute([key, type]: readonly [string | Expression, Expression]): string | undefined {
  const printed = printTypeOf(type)
  if (printed === undefined || typeof key !== 'string') return undefined
  return `${printLiteral(key)} = ${printed}`
}

function printArguments({ name, args }: Extract<Expression, { kind: 'call' }>): (string | undefined)[] {
  return args.map((argument, index) => {
    if (name !== 'optional' || index === 0) return printTypeOf(argument)
    const value = evaluateExpression(argument)
    return value === undefined ? undefined : printLiteral(value)
  })
}

function printAll(
  items: readonly (string | undefined)[],
  print: (items: readonly string[]) => string,
): string | undefined {
  const known = items.filter((item) => item !== undefined)
  return known.length === items.length ? print(known) : undefined
}
