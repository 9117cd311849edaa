import { visibleText } from '@groundplan/errors'

/** The answer with everything in its texts made visible, such as characters that turn the direction of writing. */
export function visibleAnswer<Value>(value: Value): Value {
  return mapTexts(value) as Value
}

/** The same for what has a file in `text`: that stays as it is, to be copied and composed. Whoever shows it makes it visible. */
export function visibleAround<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || !('text' in value)) return visibleAnswer(value)
  return { ...visibleAnswer(value), text: value.text }
}

function mapTexts(value: unknown): unknown {
  if (typeof value === 'string') return visibleText(value, { lines: true })
  if (Array.isArray(value)) return value.map(mapTexts)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mapTexts(inner)] as const))
}
