import { convertValue, isJsonList, type Json } from '@groundplan/terraform-type'
import type { Expression } from '../expression/expression.ts'
import { parseExpression } from '../expression/parse-expression.ts'
import { evaluateExpression } from './evaluate-constant.ts'

/**
 * A message for people from the source of one that Terraform computes: constants are computed, references are replaced by their
 * names, and the value of the variable that the message is about is left out where it is quoted, because nobody has given one yet.
 * `Unsupported size '${var.size}', use ${join(" or ", ["s", "m"])}.` becomes `Unsupported size, use s or m.`
 */
export function describeMessage(source: string, variable: string | undefined): string {
  const expression = parseExpression(source)
  if (expression === undefined) return tidy(unquote(source).replace(/[$%]\{[^{}]*\}/g, '…'))
  return tidy(describe(expression, variable))
}

/** Placeholder for the variable's value until the text is complete. */
const ownValue = '\uE000'

function describe(expression: Expression, variable: string | undefined): string {
  const constant = toText(evaluateExpression(expression))
  if (constant !== undefined) return constant
  switch (expression.kind) {
    case 'template':
      return expression.parts
        .map((part) => (typeof part === 'string' ? part : describe(part, variable)))
        .join('')
    case 'name':
      return expression.name
    case 'attribute':
      return isOwn(expression, variable) ? ownValue : expression.name
    case 'index':
    case 'splat':
      return describe(expression.collection, variable)
    case 'conditional':
      return describe(expression.whenTrue, variable)
    case 'call':
      return describeCall(expression, variable)
    default:
      return '…'
  }
}

function isOwn({ object, name }: Extract<Expression, { kind: 'attribute' }>, variable: string | undefined) {
  return object.kind === 'name' && object.name === 'var' && name === variable
}

function describeCall(
  { name, args }: Extract<Expression, { kind: 'call' }>,
  variable: string | undefined,
): string {
  const [first, ...rest] = args
  if (first === undefined) return '…'
  if (name === 'join') return describeJoin(first, rest[0], variable)
  if (name === 'format') {
    const values = rest.map((argument) => describe(argument, variable))
    return describe(first, variable).replace(/%(?:%|[-+ 0#]*[\d.]*[a-zA-Z])/g, (verb) =>
      verb === '%%' ? '%' : (values.shift() ?? '…'),
    )
  }
  return describe(first, variable)
}

function describeJoin(
  separator: Expression,
  list: Expression | undefined,
  variable: string | undefined,
): string {
  const [between, items] = [evaluateExpression(separator), list && evaluateExpression(list)]
  if (list === undefined || typeof between !== 'string') return '…'
  const texts = items !== undefined && isJsonList(items) ? items.map(toText) : []
  return texts.length > 0 && texts.every((text) => text !== undefined)
    ? texts.join(between)
    : describe(list, variable)
}

function toText(value: Json | undefined): string | undefined {
  const text = value === undefined ? undefined : convertValue(value, { kind: 'string' })
  return typeof text === 'string' ? text : undefined
}

function unquote(source: string): string {
  return source.startsWith('"') && source.endsWith('"') ? source.slice(1, -1) : source
}

/** Removes the value if it is in quotes or brackets. */
function tidy(text: string): string {
  return text
    .replace(new RegExp(`\\s*:?\\s*(['"\`([{<]+)${ownValue}['"\`)\\]}>]+`, 'g'), '')
    .replaceAll(ownValue, 'the given value')
    .trim()
}
