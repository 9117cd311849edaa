import { ExactNumber } from './exact-number.ts'

/**
 * Like `JSON.stringify`, but keeps all digits of exact numbers. `indent` is the number of spaces per level; without it, prints on
 * one line.
 */
export function stringifyJson(value: unknown, indent = 0): string {
  return print(toPlain(value), indent, '\n') ?? 'null'
}

function print(value: unknown, indent: number, newLine: string): string | undefined {
  if (value instanceof ExactNumber) return value.digits
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const inner = newLine + ' '.repeat(indent)
  const [open, close] = Array.isArray(value) ? '[]' : '{}'
  const parts = Array.isArray(value)
    ? value.map((item) => print(toPlain(item), indent, inner) ?? 'null')
    : Object.entries(value).flatMap(([key, item]) => {
        const printed = print(toPlain(item), indent, inner)
        return printed === undefined ? [] : [`${JSON.stringify(key)}:${indent === 0 ? '' : ' '}${printed}`]
      })
  if (parts.length === 0) return `${open}${close}`
  return indent === 0
    ? `${open}${parts.join(',')}${close}`
    : `${open}${inner}${parts.join(`,${inner}`)}${newLine}${close}`
}

/** The value's JSON representation, e.g. the text of a date. */
function toPlain(value: unknown): unknown {
  if (value instanceof ExactNumber || typeof value !== 'object' || value === null) return value
  return 'toJSON' in value && typeof value.toJSON === 'function' ? (value.toJSON as () => unknown)() : value
}
