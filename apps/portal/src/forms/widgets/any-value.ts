import { printAnyText, readAnyText, type AnyText } from '@groundplan/blueprint'
import type { Json } from '@groundplan/terraform-type'

/** A value of any type as people write it. */
export function printAnyValue(value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'object' ? JSON.stringify(value, null, 2) : printAnyText(value as Json)
}

/** What people mean by a text; nothing if there is none. */
export function parseAnyValue(text: string): Pick<AnyText, 'kind'> & { readonly value: Json | undefined } {
  return text.trim() === '' ? { kind: 'value', value: undefined } : readAnyText(text)
}
