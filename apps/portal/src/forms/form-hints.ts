import type { RJSFSchema, UiSchema } from '@rjsf/utils'

/** The server's hints and those that only this form needs: values of any type are written as JSON. */
export function formHints(schema: RJSFSchema, hints: UiSchema = {}): UiSchema {
  const { properties = {}, items, additionalProperties, anyOf } = schema
  if (hints['ui:anyValue'] === true) return { ...hints, ...writtenAsJson }
  return {
    ...hints,
    ...mapSchemas(properties, hints),
    ...itemsHints(items, hints),
    ...(isSchema(additionalProperties)
      ? { additionalProperties: formHints(additionalProperties, hintsOf(hints, 'additionalProperties')) }
      : {}),
    ...(additionalProperties === true ? { additionalProperties: writtenAsJson } : {}),
    ...(anyOf === undefined ? {} : { anyOf: listHints(anyOf, hints['anyOf']) }),
  }
}

const writtenAsJson: UiSchema = { 'ui:field': 'JsonField', 'ui:fieldReplacesAnyOrOneOf': true }

// A tuple has hints for each element, which the types of the forms do not know.
function itemsHints(items: RJSFSchema['items'], hints: UiSchema): UiSchema {
  if (Array.isArray(items)) return { items: listHints(items, hints.items) as unknown as UiSchema }
  return isSchema(items) ? { items: itemHints(items, hintsOf(hints, 'items')) } : {}
}

// Items that are one control each stand below each other without labels.
function itemHints(items: RJSFSchema, hints: UiSchema): UiSchema {
  const isGroup = items.type === 'object' || items.type === 'array'
  return { ...(isGroup ? {} : { 'ui:label': false }), ...formHints(items, hints) }
}

function listHints(schemas: readonly unknown[], hints: unknown): UiSchema[] {
  return schemas.map((schema, index) => {
    const own: unknown = Array.isArray(hints) ? hints[index] : undefined
    return isSchema(schema) ? formHints(schema, isHints(own) ? own : {}) : {}
  })
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
  return isHints(own) ? own : {}
}

function isHints(value: unknown): value is UiSchema {
  return typeof value === 'object' && value !== null
}

function isSchema(value: unknown): value is RJSFSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
