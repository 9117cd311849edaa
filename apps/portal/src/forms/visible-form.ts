import { visibleText } from '@groundplan/errors'

/** What people read in a schema and its hints, and nothing sends back. */
const wordKeys = new Set([
  'title',
  'description',
  'ui:title',
  'ui:description',
  'ui:help',
  'ui:message',
  'ui:placeholder',
  'ui:unit',
  'ui:enumNames',
])
const valueKeys = new Set(['default', 'enum', 'const', 'examples'])
const mapKeys = new Set(['properties', 'definitions', '$defs', 'patternProperties'])
/** The form's own templates show no Markdown. These would have those of the library show it, with pictures. */
const markdownKey = /^(?:ui:)?enableMarkdownIn(?:Description|Help)$/

/** A form, or its hints, with everything in its words made visible. Values and rules stay as they are. */
export function visibleForm<Part>(part: Part): Part {
  return mapPart(part) as Part
}

function mapPart(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(mapPart)
  if (!isRecord(part)) return part
  const entries = Object.entries(part).filter(([key, value]) => isRecord(value) || !markdownKey.test(key))
  return Object.fromEntries(entries.map(([key, value]) => [key, mapEntry(key, value)] as const))
}

function mapEntry(key: string, value: unknown): unknown {
  if (mapKeys.has(key) && isRecord(value))
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, mapPart(inner)] as const))
  if (wordKeys.has(key)) return mapWords(value)
  return valueKeys.has(key) && !isHints(value) ? value : mapPart(value)
}

function mapWords(value: unknown): unknown {
  if (typeof value === 'string') return visibleText(value, { lines: true })
  if (Array.isArray(value)) return value.map(mapWords)
  // Not words but the hints of an input with this name.
  return mapPart(value)
}

// In the hints, `default` can be the name of an input.
function isHints(value: unknown): boolean {
  return isRecord(value) && Object.keys(value).some((key) => key.startsWith('ui:'))
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
