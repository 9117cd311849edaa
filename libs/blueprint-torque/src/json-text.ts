import { isJsonList, isJsonObject, parseNumber, type Json } from '@groundplan/terraform-type'

/** Deeper than any realistic value. Bounds the stack of code that walks the value. */
const deepest = 100

/** Parses a JSON list, object or null, keeping all digits of numbers; `undefined` for anything else. */
export function parseJsonText(text: string): Json | undefined {
  if (!/^\s*(?:[[{]|null\s*$)/.test(text) || isTooDeep(text)) return undefined
  try {
    return JSON.parse(text, keepDigits) as Json
  } catch {
    return undefined
  }
}

/** True for a list or an object. */
export function isStructure(value: Json): boolean {
  return isJsonList(value) || isJsonObject(value)
}

/** Without `context`, as in older browsers, numbers are rounded. */
function keepDigits(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  return typeof value === 'number' && context?.source !== undefined ? parseNumber(context.source) : value
}

function isTooDeep(text: string): boolean {
  let depth = 0
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    depth += bracket === '[' || bracket === '{' ? 1 : -1
    if (depth > deepest) return true
  }
  return false
}
