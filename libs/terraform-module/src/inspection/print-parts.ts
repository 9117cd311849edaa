import { readConstant } from '../syntax/read-constant.ts'
import type { Named } from './module-inspection.ts'

/** A map sorted by key. */
export function toNamed<Value>(entries: readonly (readonly [string, Value])[]): Named<Value> {
  return Object.fromEntries(entries.toSorted(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0)))
}

/** `undefined` if empty, so that JSON omits it. */
export function notEmpty<Value extends string | readonly unknown[]>(
  value: Value | undefined,
): Value | undefined {
  return value?.length === 0 ? undefined : value
}

/** A type's source text, without the quotes of old configurations. */
export function toTypeText(expression: string | undefined): string | undefined {
  if (expression === undefined) return undefined
  const constant = /^["<]/.test(expression) ? readConstant(expression, 0, expression.length) : undefined
  return typeof constant === 'string' ? constant : expression
}
