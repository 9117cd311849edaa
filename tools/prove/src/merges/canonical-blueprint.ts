import type { Blueprint } from '@groundplan/blueprint'
import { parseType, printType, stringifyJson, type Json } from '@groundplan/terraform-type'

/** A blueprint as text without its layout: without the order of keys, of attributes, of set elements, and of lists that are sets. */
export function canonicalBlueprint(blueprint: Blueprint): string {
  return print(blueprint as unknown as Json, [])
}

function print(value: Json, path: readonly string[]): string {
  if (Array.isArray(value)) {
    const items = value.map((item) => print(item as Json, [...path, '*']))
    return `[${(isUnordered(path) ? items.toSorted() : items).join()}]`
  }
  if (typeof value !== 'object' || value === null || value.constructor !== Object)
    return path.at(-1) === 'type' && path[0] === 'inputs' ? printLaidOut(String(value)) : stringifyJson(value)
  const isSet =
    path.length === 2 && path[0] === 'inputs' && /^set\(/.test(String((value as { type?: Json }).type))
  const entries = Object.entries(value as Readonly<Record<string, Json>>).map(
    ([key, inner]) =>
      `${JSON.stringify(key)}:${print(inner, [...path, isSet && key === 'default' ? 'set' : key])}`,
  )
  return `{${entries.toSorted().join()}}`
}

const unordered = ['allowed-values', 'blueprint-labels', 'set']

function isUnordered(path: readonly string[]): boolean {
  const last = path.at(-1) ?? ''
  return unordered.includes(last) || (path[0] === 'grains' && (last === 'inputs' || last === 'outputs'))
}

function printLaidOut(text: string): string {
  const parsed = parseType(text)
  if (!parsed.ok || parsed.type.kind !== 'object') return parsed.ok ? printType(parsed.type) : text
  const attributes = parsed.type.attributes.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  return printType({ ...parsed.type, attributes })
}
