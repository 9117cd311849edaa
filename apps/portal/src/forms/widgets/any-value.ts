import { ExactNumber, parseNumber } from '@groundplan/terraform-type'

/** A value of any type as people write it. */
export function printAnyValue(value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2)
}

export interface AnyValue {
  readonly kind: 'value' | 'rounded'
  readonly value: unknown
}

/** JSON where it is JSON, a text otherwise, also where a number in the JSON would be rounded. */
export function parseAnyValue(text: string): AnyValue {
  if (text.trim() === '') return { kind: 'value', value: undefined }
  try {
    const value: unknown = JSON.parse(text)
    return losesDigits(text) ? { kind: 'rounded', value: text } : { kind: 'value', value }
  } catch {
    return { kind: 'value', value: text }
  }
}

/** Looks at the numbers between the texts. */
function losesDigits(json: string): boolean {
  const numbers = json.replace(/"(?:[^"\\]|\\.)*"/g, '').match(/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g) ?? []
  return numbers.some((number) => {
    try {
      return parseNumber(number) instanceof ExactNumber
    } catch {
      return true
    }
  })
}
