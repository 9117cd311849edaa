import type { OutputUnit } from '@cfworker/json-schema'

export interface Lookups {
  /** What the schema has at a JSON pointer. */
  schemaAt(pointer: string): unknown
  /** The value at a JSON pointer. */
  valueAt(pointer: string): unknown
}

/**
 * Where a value may be of one of several types, such as a group of fields or nothing, only what the alternative of its own type
 * says is of use.
 */
export function chooseAlternatives(units: readonly OutputUnit[], lookups: Lookups): readonly OutputUnit[] {
  const choices = units.flatMap((unit) => {
    const options = unit.keyword === 'anyOf' ? lookups.schemaAt(unit.keywordLocation) : undefined
    if (!Array.isArray(options) || !options.every(hasOneType)) return []
    const chosen = options.findIndex(
      (option) => option.type === typeOf(lookups.valueAt(unit.instanceLocation)),
    )
    return [{ unit, prefix: `${unit.keywordLocation}/`, chosen }]
  })
  return units.filter((unit) =>
    choices.every((choice) => {
      // Where there is no alternative of the value's type, that is all there is to say.
      if (choice.unit === unit) return choice.chosen === -1
      const isInside =
        unit.keywordLocation.startsWith(choice.prefix) &&
        `${unit.instanceLocation}/`.startsWith(`${choice.unit.instanceLocation}/`)
      const option = unit.keywordLocation.slice(choice.prefix.length).split('/', 1).join()
      return !isInside || option === String(choice.chosen)
    }),
  )
}

function hasOneType(option: unknown): option is { readonly type: string } {
  return typeof option === 'object' && option !== null && 'type' in option && typeof option.type === 'string'
}

function typeOf(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}
