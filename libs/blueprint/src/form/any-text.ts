import { ExactNumber, parseNumber, stringifyJson, type Json } from '@groundplan/terraform-type'

export interface AnyText {
  /** `rounded` is JSON with a number of more digits than JSON can hold here; it stays a text. */
  readonly kind: 'value' | 'rounded'
  readonly value: Json
}

/** What somebody means by a text where a value of any type is asked for: JSON if it is JSON, the text itself otherwise. */
export function readAnyText(text: string): AnyText {
  try {
    const value = JSON.parse(text) as Json
    return losesDigits(text) ? { kind: 'rounded', value: text } : { kind: 'value', value }
  } catch {
    return { kind: 'value', value: text }
  }
}

/** The text that `readAnyText` reads as the value; never an empty one, which forms take for none. */
export function printAnyText(value: Json): string {
  if (typeof value !== 'string') return stringifyJson(value)
  return value !== '' && readAnyText(value).value === value ? value : JSON.stringify(value)
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
