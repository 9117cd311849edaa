import type { RJSFSchema, UiSchema } from '@rjsf/utils'

/**
 * The server's hints and those that only this form needs: values of any type are written as JSON, texts of several lines
 * get room.
 */
export function formHints(schema: RJSFSchema, hints: UiSchema = {}): UiSchema {
  const { properties = {}, items, additionalProperties } = schema
  return {
    ...ownHints(schema, hints),
    ...hints,
    ...mapSchemas(properties, hints),
    ...(isSchema(items) ? { items: itemHints(items, hintsOf(hints, 'items')) } : {}),
    ...(isSchema(additionalProperties)
      ? { additionalProperties: formHints(additionalProperties, hintsOf(hints, 'additionalProperties')) }
      : {}),
  }
}

// Items that are one control each stand below each other without labels.
function itemHints(items: RJSFSchema, hints: UiSchema): UiSchema {
  const isGroup = items.type === 'object' || items.type === 'array'
  return { ...(isGroup ? {} : { 'ui:label': false }), ...formHints(items, hints) }
}

function ownHints(schema: RJSFSchema, hints: UiSchema): UiSchema {
  if (schema.type === undefined && schema.enum === undefined) return { 'ui:field': 'JsonField' }
  if (hints['ui:widget'] !== undefined) return {}
  return typeof schema.default === 'string' && schema.default.includes('\n')
    ? { 'ui:widget': 'textarea' }
    : {}
}

function mapSchemas(properties: NonNullable<RJSFSchema['properties']>, hints: UiSchema): UiSchema {
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => {
      const own = hintsOf(hints, name)
      return [name, isSchema(property) ? formHints(property, own) : own]
    }),
  )
}

function hintsOf(hints: UiSchema, name: string): UiSchema {
  const own: unknown = Object.hasOwn(hints, name) ? hints[name] : undefined
  return typeof own === 'object' && own !== null ? (own as UiSchema) : {}
}

function isSchema(value: unknown): value is RJSFSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
