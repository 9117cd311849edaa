import { readFormValues } from '@groundplan/blueprint'
import { isJsonObject, type Json, type JsonObject } from '@groundplan/terraform-type'
import type { RJSFSchema } from '@rjsf/utils'
import { toExactValues } from './exact-values.ts'
import type { LaunchForm } from './input-form.tsx'
import { withoutUndefined } from './without-undefined.ts'

/** The input values that somebody means by what they have filled in, secrets as well: what a launch is sent with. */
export function sentValues(form: LaunchForm, schema: RJSFSchema, values: unknown): JsonObject {
  const exact = (toExactValues(schema, withoutUndefined(values)) ?? {}) as Json
  // This form has a field of its own for values of any type, which gives them as they are.
  const uiSchema = withoutAnyValue(form.uiSchema as Json)
  return readFormValues(
    { ...form, uiSchema: uiSchema as LaunchForm['uiSchema'] },
    isJsonObject(exact) ? exact : {},
  )
}

function withoutAnyValue(hints: Json): Json {
  if (Array.isArray(hints)) return hints.map(withoutAnyValue)
  if (!isJsonObject(hints)) return hints
  const kept = Object.entries(hints).filter(([key]) => key !== 'ui:anyValue')
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutAnyValue(inner)] as const))
}
