import { ExactNumber, type Json } from '@groundplan/terraform-type'

/** The text of a text, a number or a truth value. */
export function textOf(value: Json | undefined): string | undefined {
  if (typeof value === 'string') return value
  return isNumber(value) || typeof value === 'boolean' ? String(value) : undefined
}

function isNumber(value: Json | undefined): value is number | ExactNumber {
  return typeof value === 'number' || value instanceof ExactNumber
}
