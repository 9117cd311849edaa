import type { Json } from '@groundplan/terraform-type'

/** The source text of an argument: hcl2json wraps expressions in `${…}` and leaves plain strings as they are. */
export function expressionText(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value !== 'string') return undefined
  return isExpression(value) ? value.slice(2, -1) : value
}

/** A constant string argument; `undefined` if absent or if it is an expression. */
export function constantText(value: unknown): string | undefined {
  return typeof value === 'string' && !isExpression(value) ? unescapeTemplate(value) : undefined
}

/** A constant bool argument; Terraform converts `"true"` too. */
export function constantBool(value: unknown, absent: boolean): boolean {
  if (value === true || value === 'true') return true
  if (value === false || value === 'false') return false
  return absent
}

/** A constant value; negative numbers reach us as expressions. */
export function constantValue(value: unknown): Json {
  if (typeof value === 'string') {
    const negative = /^\$\{(-\s*\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)\}$/.exec(value)
    return negative?.[1] === undefined ? unescapeTemplate(value) : Number(negative[1].replace(/\s/g, ''))
  }
  if (Array.isArray(value)) return value.map(constantValue)
  if (typeof value !== 'object' || value === null) return value as Json
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, constantValue(item)]))
}

function isExpression(value: string): boolean {
  return value.startsWith('${') && value.endsWith('}')
}

function unescapeTemplate(text: string): string {
  return text.replaceAll('$${', '${').replaceAll('%%{', '%{')
}
