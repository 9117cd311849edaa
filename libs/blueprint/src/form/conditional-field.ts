import type { JsonSchema } from '@groundplan/terraform-type'
import { isMap } from './form-default.ts'
import type { FieldScope, FormField } from './form-scope.ts'

/**
 * True of a list or group of fields that may be left out as a whole. Forms begin lists empty and objects with what is required
 * in them, which says something else than nothing at all. Maps they leave out until somebody adds an entry.
 */
export function isConditional(schema: JsonSchema, { required, place }: FieldScope): boolean {
  return !required && place === 'property' && schema.default === undefined && !isMap(schema)
}

/** A choice between omitting the value (null), which may mean that a default applies, and filling it in. */
export function conditionalField(
  { schema: { type, ...schema }, hints }: FormField,
  omitted: 'Left out' | 'Default',
): FormField {
  const kind = typeof type === 'object' ? type.filter((name) => name !== 'null').join() : type
  return {
    schema: {
      anyOf: [
        { title: omitted, type: 'null' },
        { title: 'Filled in', ...(kind === undefined ? {} : { type: kind }), ...schema },
      ],
    },
    // The field's own title is shown above the choice.
    hints: { anyOf: [{}, { ...hints, 'ui:label': false }] },
  }
}
