import type { Json } from '@groundplan/terraform-type'
import { lexHcl } from './lex-hcl.ts'

/** The source text of an argument: hcl2json wraps expressions in `${…}` and leaves plain strings as they are. */
export function expressionText(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value !== 'string') return undefined
  return isExpression(value) ? value.slice(2, -1) : value
}

/** A constant string argument; `undefined` if absent or if it depends on anything. */
export function constantText(value: unknown): string | undefined {
  return typeof value === 'string' && isConstant(value) ? unescapeTemplate(value) : undefined
}

/** A constant bool argument; Terraform converts `"true"` too. */
export function constantBool(value: unknown, absent: boolean): boolean {
  if (value === true || value === 'true') return true
  if (value === false || value === 'false') return false
  return absent
}

/** A constant value, or `undefined` if any part of it has to be computed. */
export function constantValue(value: unknown): Json | undefined {
  if (typeof value === 'string') return isConstant(value) ? unescapeTemplate(value) : negativeNumber(value)
  if (Array.isArray(value)) return everyDefined(value.map(constantValue))
  if (typeof value !== 'object' || value === null) return value as Json
  const items = everyDefined(Object.values(value).map(constantValue))
  return items && Object.fromEntries(Object.keys(value).map((key, index) => [key, items[index] as Json]))
}

/** Negative numbers reach us as expressions. */
function negativeNumber(value: string): number | undefined {
  const digits = /^\$\{-\s*(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)\}$/.exec(value)?.[1]
  return digits === undefined ? undefined : -Number(digits)
}

function everyDefined<Item>(items: readonly (Item | undefined)[]): readonly Item[] | undefined {
  return items.every((item) => item !== undefined) ? items : undefined
}

function isConstant(value: string): boolean {
  return !/(?<!\$)\$\{|(?<!%)%\{/.test(value)
}

/** True if the whole text is one `${…}`, not a template that only begins and ends with one. */
function isExpression(value: string): boolean {
  if (!value.startsWith('${')) return false
  for (const token of lexHcl(value.slice(1)))
    if (token.kind === 'close' && token.depth === 0) return token.end === value.length - 1
  return false
}

function unescapeTemplate(text: string): string {
  return text.replaceAll('$${', '${').replaceAll('%%{', '%{')
}
