import type { RJSFSchema } from '@rjsf/utils'

/** The schema of a property, an entry or an element, also where the value may be left out as a whole. */
export function childSchema(schema: unknown, part: string): unknown {
  if (typeof schema !== 'object' || schema === null) return undefined
  const { properties, items, additionalProperties, anyOf } = schema as RJSFSchema
  if (properties !== undefined && Object.hasOwn(properties, part)) return properties[part]
  if (Array.isArray(items)) return items[Number(part)]
  const own = items ?? additionalProperties
  if (own !== undefined || anyOf === undefined) return own
  return anyOf.map((option) => childSchema(option, part)).find((found) => found !== undefined)
}
