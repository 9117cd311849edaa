import { isJsonList, isJsonObject, type Json } from './terraform-type.ts'

const segments = new Intl.Segmenter('en')
/** Neither marks nor characters that are made of several. */
const plain = /^[\u0020-\u007e\u00a1-\u00ac\u00ae-\u02ff]*$/
/** A sign that joins consonants, and what follows up to the next one: Terraform counts both, newer Unicode counts them as one. */
const conjunct =
  /[\u094d\u09cd\u0acd\u0b4d\u0c4d\u0d4d\u1039\u17d2\u1a60\u1b44\u1bab\ua9c0\uaaf6][\p{M}\u200d]*(?=\p{Lo})/gu

/** The number of characters as Terraform's `length` counts them: what people see as one is one, in whatever form it is written. */
export function textLength(text: string): number {
  if (plain.test(text)) return text.length
  let length = 0
  for (const { segment } of segments.segment(text.normalize('NFC')))
    length += 1 + (segment.length > 2 ? [...segment.matchAll(conjunct)].length : 0)
  return length
}

/** The value with its texts and keys in the form in which Terraform keeps them (NFC). */
export function normalizeTexts(value: Json): Json {
  if (typeof value === 'string') return value.normalize('NFC')
  if (isJsonList(value)) return value.map(normalizeTexts)
  if (!isJsonObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key.normalize('NFC'), normalizeTexts(item)] as const),
  )
}
