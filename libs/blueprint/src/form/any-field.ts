import type { Json, JsonSchema } from '@groundplan/terraform-type'
import { printAnyText } from './any-text.ts'
import type { FieldScope, FormField } from './form-scope.ts'

/**
 * A value of any type: a text that is read as JSON where it is JSON. With a choice of types, react-jsonschema-form begins with
 * values of the wrong kind and shows lists within lists as `[object Object]`. Rules hold for what is read, so the form only
 * tells them. Forms that know `ui:anyValue` may offer more.
 */
export function anyField({ default: value }: JsonSchema, { sensitive, required }: FieldScope): FormField {
  return {
    schema: {
      type: required ? 'string' : ['string', 'null'],
      ...(value === undefined ? {} : { default: value }),
    },
    hints: {
      'ui:anyValue': true,
      ...(sensitive ? { 'ui:widget': 'password' } : { 'ui:widget': 'textarea', 'ui:options': { rows: 2 } }),
    },
  }
}

/** True if the field of a value of any type can begin with it, because the text is the value. */
export function isItsOwnText(value: Json): boolean {
  return typeof value === 'string' && printAnyText(value) === value
}
