import { isJsonList, stringifyJson, type Json, type JsonSchema } from '@groundplan/terraform-type'
import type { FieldScope, FormField, FormHints } from './form-scope.ts'

/** With more choices than this, a select list replaces checkboxes. */
const mostBoxes = 10

/** A yes/no field. Without a default it has three answers, or requires one; a checkbox would default to no. */
export function booleanField(schema: JsonSchema, { required, place }: FieldScope): FormField {
  const { type, ...rest } = schema
  const isNullable = typeof type === 'object' && type.includes('null')
  const values = schema.enum ?? (isNullable ? [true, false, null] : [true, false])
  // What adds an entry to a map looks at its type to know how it begins.
  if (schema.default !== undefined || place === 'entry') return { schema, hints: {} }
  if (!required) return { schema, hints: { 'ui:placeholder': 'Left out', 'ui:widget': 'select' } }
  return {
    // With its type, react-jsonschema-form would answer no.
    schema: { ...rest, enum: values },
    hints: { 'ui:widget': 'radio', ...enumNames(values) },
  }
}

/** A choice of given values. */
export function choiceField(schema: JsonSchema): FormField {
  const { enum: values = [] } = schema
  return { schema, hints: values.includes(null) ? enumNames(values) : {} }
}

function enumNames(values: readonly Json[]): FormHints {
  return {
    'ui:enumNames': values.map((value) => {
      if (value === null) return 'Left out'
      if (typeof value === 'boolean') return value ? 'Yes' : 'No'
      return typeof value === 'string' ? value : stringifyJson(value)
    }),
  }
}

/** True for a list of given choices where each may occur once, in any order; defaults must comply. */
export function isChoiceList(schema: JsonSchema, { given }: FieldScope): boolean {
  const { items, uniqueItems, minItems = 0, default: value } = schema
  const choices = items !== undefined && 'enum' in items ? items.enum : undefined
  if (choices === undefined || choices.length < minItems) return false
  if (uniqueItems === true) return true
  return [...given, ...(value === undefined ? [] : [value])].every((list) => isOrderly(list, choices))
}

function isOrderly(value: Json, choices: readonly Json[]): boolean {
  if (!isJsonList(value)) return true
  const places = value.map((element) => choices.indexOf(element))
  return places.every((place, index) => place > (places[index - 1] ?? -1))
}

export function choiceListField(schema: JsonSchema): FormField {
  const choices = schema.items !== undefined && 'enum' in schema.items ? (schema.items.enum ?? []) : []
  return {
    schema: { ...schema, uniqueItems: true },
    hints: choices.length > mostBoxes ? {} : { 'ui:widget': 'checkboxes' },
  }
}
