import { isJsonList, isJsonObject, type Json } from '@groundplan/terraform-type'

const mask = '***'

/** Shorter texts occur everywhere; masking them would hide the log and not the secret. */
const shortest = 4

/**
 * Replaces secret values in a text: as they are, as JSON escapes them, in base64, and each line of those with several lines. Numbers
 * and booleans are not masked, nor are texts of fewer than four characters.
 */
export function createMask(values: readonly Json[]): (text: string) => string {
  const texts = [...new Set(values.flatMap(listTexts).flatMap(listForms))]
    .filter((text) => text.length >= shortest)
    // Longer ones first, so that no rest of them stays.
    .toSorted((left, right) => right.length - left.length)
  return (text) => texts.reduce((masked, secret) => masked.replaceAll(secret, mask), text)
}

function listTexts(value: Json): readonly string[] {
  if (typeof value === 'string') return [value]
  if (isJsonList(value)) return value.flatMap(listTexts)
  return isJsonObject(value) ? Object.values(value).flatMap(listTexts) : []
}

function listForms(text: string): readonly string[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim())
  const base64 = btoa(String.fromCharCode(...new TextEncoder().encode(text)))
  return [text, ...lines, JSON.stringify(text).slice(1, -1), base64, base64.replaceAll('=', '')]
}
