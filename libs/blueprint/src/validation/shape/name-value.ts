import { ExactNumber } from '@groundplan/terraform-type'

/** Names a value's type for messages: `a string`, `a list`. */
export function nameValue(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  if (typeof value === 'string') return 'a string'
  if (typeof value === 'boolean') return String(value)
  if (value instanceof ExactNumber) return 'a number with too many digits'
  if (typeof value === 'number') return Number.isFinite(value) ? 'a number' : 'an infinite number'
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list'
  return 'a map'
}

const expectedNames: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  null: 'nothing',
  array: 'a list',
  object: 'a map',
  record: 'a map',
}

/** Names the type that a schema expects, in the same terms. Undefined for what is a number in files. */
export function nameExpected(expected: string): string | undefined {
  return expected === 'ExactNumber' ? undefined : (expectedNames[expected] ?? 'a different value')
}

/** `a, b or c`. */
export function alternatives(words: readonly string[]): string {
  const [last = '', ...others] = [...new Set(words)].reverse()
  return others.length === 0 ? last : `${others.reverse().join(', ')} or ${last}`
}

/** Truncates foreign text for messages. */
export function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}
