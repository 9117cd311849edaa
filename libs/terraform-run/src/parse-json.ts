import { parseNumber, type Json } from '@groundplan/terraform-type'

/** Parses JSON with all digits of its numbers. Throws SyntaxError. */
export function parseExactJson(text: string): Json {
  const revive = (_key: string, value: unknown, context?: { readonly source?: string }) =>
    typeof value === 'number' && context?.source !== undefined ? parseNumber(context.source) : value
  return JSON.parse(text, revive) as Json
}

/** The parsed text if it is a JSON object; `undefined` otherwise. */
export function parseJsonObject(text: string): Readonly<Record<string, unknown>> | undefined {
  if (!text.startsWith('{')) return undefined
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>
  } catch {
    return undefined
  }
}
