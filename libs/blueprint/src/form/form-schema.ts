import { ExactNumber, isJsonList, isJsonObject, type Json, type JsonSchema } from '@groundplan/terraform-type'
import { displayName } from '../interface/display-name.ts'

/**
 * The schema as react-jsonschema-form shows it well: attributes of objects have names for people, at any depth, and what a
 * browser would round is not proposed as a default.
 */
export function toFormSchema(schema: JsonSchema): JsonSchema {
  const { properties, items, additionalProperties, default: value } = schema
  return {
    ...hideChoices(value !== undefined && hasExactNumber(value) ? withoutDefault(schema) : schema),
    ...(properties === undefined ? {} : { properties: withTitles(properties) }),
    ...(items === undefined ? {} : { items: isList(items) ? items.map(toFormSchema) : toFormSchema(items) }),
    ...(typeof additionalProperties === 'object'
      ? { additionalProperties: toFormSchema(additionalProperties) }
      : {}),
  }
}

/** True if a JavaScript program that reads the value as JSON would round a number in it. */
export function hasExactNumber(value: Json): boolean {
  if (isJsonList(value)) return value.some(hasExactNumber)
  return isJsonObject(value) ? Object.values(value).some(hasExactNumber) : value instanceof ExactNumber
}

function withTitles(
  properties: NonNullable<JsonSchema['properties']>,
): NonNullable<JsonSchema['properties']> {
  const titled = Object.entries(properties).map(
    ([name, property]) => [name, { title: displayName(name), ...toFormSchema(property) }] as const,
  )
  return Object.fromEntries(titled)
}

/**
 * The same rules as a double negation: react-jsonschema-form asks people to choose one of `anyOf`, also where the
 * alternatives only add rules to one field, and merges `allOf` into the field before it looks. It leaves `not` alone.
 */
function hideChoices({ anyOf, allOf, not, ...rest }: JsonSchema): JsonSchema {
  if (anyOf === undefined && allOf === undefined) return not === undefined ? rest : { ...rest, not }
  const required: JsonSchema =
    allOf === undefined ? { anyOf: anyOf ?? [] } : { allOf: [...allOf, ...oneOf(anyOf)] }
  return { ...rest, not: not === undefined ? { not: required } : { anyOf: [not, { not: required }] } }
}

function oneOf(anyOf: JsonSchema['anyOf']): readonly JsonSchema[] {
  return anyOf === undefined ? [] : [{ anyOf }]
}

function withoutDefault({ default: _, ...schema }: JsonSchema): JsonSchema {
  return schema
}

function isList(items: JsonSchema | readonly JsonSchema[]): items is readonly JsonSchema[] {
  return Array.isArray(items)
}
