import type { JsonSchema } from '@groundplan/terraform-type'
import type { FieldScope, FormField } from './form-scope.ts'

/**
 * True of a group of fields that may be left out as a whole. What is required inside it is required only once it is there, so
 * a form must not begin to fill it in, as react-jsonschema-form does with objects, tuples and lists of at least one item.
 */
export function isConditional(schema: JsonSchema, { required, place }: FieldScope): boolean {
  if (required || place !== 'property' || schema.default !== undefined) return false
  return schema.properties !== undefined || Array.isArray(schema.items) || (schema.minItems ?? 0) > 0
}

/** A choice between omitting the value (null) and filling it in. */
export function conditionalField({ schema: { type, ...schema }, hints }: FormField): FormField {
  const kind = typeof type === 'object' ? type.filter((name) => name !== 'null').join() : type
  return {
    schema: {
      anyOf: [
        { title: 'Left out', type: 'null' },
        { title: 'Filled in', ...(kind === undefined ? {} : { type: kind }), ...schema },
      ],
    },
    // The field's own title is shown above the choice.
    hints: { anyOf: [{}, { ...hints, 'ui:label': false }] },
  }
}
