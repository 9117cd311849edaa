import { isJsonList, isJsonObject, type Json, type JsonSchema } from '@groundplan/terraform-type'
import type { FieldScope, FormField, FormHints } from './form-scope.ts'

const reference = { $ref: '#/definitions/any' } as const satisfies JsonSchema

/** The types that users can choose from. Text comes first because forms show it for an empty value. */
const kinds: readonly JsonSchema[] = [
  { title: 'Text', type: 'string' },
  { title: 'Number', type: 'number' },
  { title: 'Yes or no', type: 'boolean' },
  { title: 'List', type: 'array', items: reference },
  { title: 'Map', type: 'object', additionalProperties: reference },
  { title: 'Null', type: 'null' },
]

/** What `any` fields refer to. */
export const anyDefinitions: NonNullable<JsonSchema['definitions']> = { any: { anyOf: kinds } }

/** A value of any kind. Forms that know `ui:anyValue` may ask for JSON instead. */
export function anyField(schema: JsonSchema, { sensitive }: Pick<FieldScope, 'sensitive'>): FormField {
  return { schema: { ...schema, anyOf: kinds }, hints: anyHints(sensitive) }
}

function anyHints(sensitive: boolean): FormHints {
  const masked = { anyOf: [{ 'ui:widget': 'password' }, {}, {}, {}, {}, {}] }
  return { 'ui:anyValue': true, ...(sensitive ? masked : {}) }
}

/**
 * A map of anything. Its entries begin as texts, unless a default has lists or maps in it, which react-jsonschema-form cannot
 * show without knowing what they are made of.
 */
export function anyMapField(schema: JsonSchema, scope: FieldScope): FormField {
  if (!scope.given.some(hasBranches)) return { schema, hints: {} }
  return {
    schema: { ...schema, additionalProperties: reference },
    hints: { additionalProperties: anyHints(scope.sensitive) },
  }
}

/** True for a map with lists or maps in it. */
export function hasBranches(value: Json): boolean {
  return isJsonObject(value) && Object.values(value).some((inner) => isJsonList(inner) || isJsonObject(inner))
}
