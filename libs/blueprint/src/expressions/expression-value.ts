import { ExactNumber, stringifyJson, type Json } from '@groundplan/terraform-type'
import { ExpressionError } from './expression-error.ts'
import { limits } from './limits.ts'

const deepest = 100

/** Converts the result of an expression to plain data. Throws ExpressionError for infinite or too large values. */
export function toExpressionValue(value: unknown): Json {
  let size = 0
  const count = (amount: number) => {
    size += amount
    if (size > limits.resultLength)
      throw new ExpressionError(`The result exceeds ${limits.resultLength} characters.`)
  }
  const convert = (item: unknown, depth: number): Json => {
    if (depth > deepest) throw new ExpressionError('The result is nested too deeply.')
    if (item === undefined || item === null) return null
    if (typeof item === 'boolean' || item instanceof ExactNumber) return item
    if (typeof item === 'number') return toFinite(item)
    if (typeof item === 'string') {
      count(item.length)
      return item
    }
    if (Array.isArray(item)) {
      count(item.length)
      return item.map((element: unknown) => convert(element, depth + 1))
    }
    if (!isPlain(item)) return convert(unwrap(item), depth + 1)
    return Object.fromEntries(
      Object.entries(item).map(([key, inner]) => {
        count(key.length + 1)
        return [key, convert(inner, depth + 1)] as const
      }),
    )
  }
  return convert(value, 0)
}

interface Spending {
  readonly context: { readonly memoryLimit: { use(count: number): void } }
}

/**
 * Converts a value for interpolation: strings unchanged, null as an empty string, lists and maps as JSON, numbers with all digits.
 */
export function printExpressionValue(this: Spending, value: unknown): string {
  const plain = toExpressionValue(value)
  const text = plain === null ? '' : typeof plain === 'string' ? plain : stringifyJson(plain)
  this.context.memoryLimit.use(text.length)
  return text
}

function toFinite(number: number): number {
  if (!Number.isFinite(number))
    throw new ExpressionError('The result is not a number, for example because of a division by zero.')
  // Minus zero is zero.
  return number + 0
}

function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}

/** Unwraps a value of the template language. */
function unwrap(value: unknown): unknown {
  const inner: unknown = Object(value).valueOf()
  if (inner === value) throw new ExpressionError('The expression has no value.')
  return inner
}
