import type { RJSFSchema } from '@rjsf/utils'

/** The same schema, in which a new entry of a map begins with the defaults of its fields, as a new item of a list does. */
export function withEntryDefaults(schema: RJSFSchema): RJSFSchema {
  const { properties, items, additionalProperties } = schema
  return {
    ...schema,
    ...(properties === undefined ? {} : { properties: mapProperties(properties) }),
    ...(isSchema(items) ? { items: withEntryDefaults(items) } : {}),
    ...(isSchema(additionalProperties)
      ? { additionalProperties: withOwnDefault(withEntryDefaults(additionalProperties)) }
      : {}),
  }
}

function mapProperties(
  properties: NonNullable<RJSFSchema['properties']>,
): NonNullable<RJSFSchema['properties']> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [
      name,
      isSchema(property) ? withEntryDefaults(property) : property,
    ]),
  )
}

function withOwnDefault(schema: RJSFSchema): RJSFSchema {
  if (schema.type !== 'object' || schema.default !== undefined) return schema
  const defaults = Object.entries(schema.properties ?? {}).flatMap(([name, property]) =>
    isSchema(property) && property.default !== undefined ? [[name, property.default] as const] : [],
  )
  return defaults.length === 0 ? schema : { ...schema, default: Object.fromEntries(defaults) }
}

function isSchema(value: unknown): value is RJSFSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
