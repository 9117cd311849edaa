import { ExactNumber, isJsonList, isJsonObject, stringifyJson, type Json } from '@groundplan/terraform-type'
import { ExpressionError } from './expression-error.ts'
import { toExpressionValue } from './expression-value.ts'

/** The part of a filter's context that we use. */
interface FilterCall {
  readonly context: { readonly memoryLimit: { use(count: number): void } }
  readonly token: { readonly args: readonly unknown[] }
}

type Filter = (this: never, value: unknown, ...options: unknown[]) => unknown

/** Standard Liquid filters for strings and lists. */
export const standardFilters: readonly string[] = [
  ...['append', 'base64_decode', 'base64_encode', 'capitalize', 'compact', 'concat', 'date', 'default'],
  ...['downcase', 'escape', 'escape_once', 'find', 'find_index', 'first', 'has', 'join', 'last', 'lstrip'],
  ...['map', 'newline_to_br', 'prepend', 'reject', 'remove', 'remove_first', 'remove_last', 'replace'],
  ...['replace_first', 'replace_last', 'reverse', 'rstrip', 'size', 'slice', 'split', 'strip', 'strip_html'],
  ...['strip_newlines', 'truncate', 'truncatewords', 'uniq', 'upcase', 'url_decode', 'url_encode', 'where'],
]

/** Standard Liquid filters that calculate or compare, limited to the 53 bits of JavaScript numbers. */
export const mathFilters: readonly string[] = [
  ...['abs', 'at_least', 'at_most', 'ceil', 'divided_by', 'floor', 'minus', 'modulo', 'plus', 'round'],
  ...['sort', 'sort_natural', 'sum', 'times'],
]

/** Additional filters of Torque. */
export const torqueFilters = {
  key_access: accessKey,
  json: printJson,
  json_escape: escapeForJson,
} satisfies Record<string, Filter>

/** Torque filters that need its resource inventory. */
export const unsupportedFilters: readonly string[] = ['resource_property', 'resource_object']

/** All supported filters. */
export const allFilters: readonly string[] = [
  ...standardFilters,
  ...mathFilters,
  ...Object.keys(torqueFilters),
]

/** Wraps a filter to count its result against the memory limit; math filters reject numbers that they would round. */
export function checked(name: string, filter: Filter) {
  const isMath = mathFilters.includes(name)
  return function* (this: FilterCall, value: unknown, ...options: unknown[]): Generator<unknown, unknown> {
    if (isMath) [value, ...options].forEach(refuseManyDigits)
    const divided = name === 'divided_by' ? divideIntegers(this, value, options[0]) : undefined
    const result: unknown = divided ?? (yield filter.apply(this as never, [value, ...options]))
    if (isMath) refuseRounded(result)
    if (typeof result === 'string' || Array.isArray(result)) this.context.memoryLimit.use(result.length)
    return result
  }
}

/** Like in standard Liquid, integer division returns an integer unless the divisor has a decimal point. */
function divideIntegers({ token }: FilterCall, value: unknown, divisor: unknown): number | undefined {
  const [dividend, by] = [Number(value), Number(divisor)]
  if (by === 0) throw new ExpressionError('Division by zero.')
  const [argument] = token.args
  const written =
    typeof argument === 'object' && argument !== null && 'getText' in argument ? argument : undefined
  const isDecimal = written !== undefined && /^-?\d+\./.test((written as { getText(): string }).getText())
  return Number.isInteger(dividend) && Number.isInteger(by) && !isDecimal
    ? Math.floor(dividend / by)
    : undefined
}

function refuseManyDigits(value: unknown): void {
  const isExact = (item: unknown) =>
    item instanceof ExactNumber || Object(item).valueOf() instanceof ExactNumber
  if (isExact(value) || (Array.isArray(value) && value.some(isExact)))
    throw new ExpressionError('A number has too many digits to calculate with.')
}

function refuseRounded(result: unknown): void {
  if (typeof result === 'number' && Number.isInteger(result) && !Number.isSafeInteger(result))
    throw new ExpressionError('The result has too many digits.')
}

function accessKey(this: never, value: unknown, key: unknown): unknown {
  const plain = toExpressionValue(value)
  const name = String(toExpressionValue(key))
  if (isJsonObject(plain) && Object.hasOwn(plain, name)) return plain[name]
  if (isJsonList(plain) && /^\d+$/.test(name) && Number(name) < plain.length) return plain[Number(name)]
  const found = isJsonObject(plain) || isJsonList(plain) ? `no "${name.slice(0, 100)}"` : 'no keys'
  throw new ExpressionError(`key_access failed: the value has ${found}.`)
}

function printJson(this: FilterCall, value: unknown): string {
  return print(this, toExpressionValue(value))
}

/** Escapes a string for use between the quotes of a JSON string. */
function escapeForJson(this: FilterCall, value: unknown): string {
  const plain = toExpressionValue(value)
  return print(this, typeof plain === 'string' ? plain : stringifyJson(plain)).slice(1, -1)
}

function print({ context }: FilterCall, value: Json): string {
  const text = stringifyJson(value)
  context.memoryLimit.use(text.length)
  return text
}
