import type { JsonSchema } from '@groundplan/terraform-type'

/**
 * The same rules as a double negation: react-jsonschema-form asks people to choose one of `anyOf`, also where the
 * alternatives only add rules to one field, and merges `allOf` into the field before it looks. It leaves `not` alone.
 */
export function hideChoices({ anyOf, allOf, not, ...rest }: JsonSchema): JsonSchema {
  if (anyOf === undefined && allOf === undefined) return not === undefined ? rest : { ...rest, not }
  const required: JsonSchema =
    allOf === undefined ? { anyOf: anyOf ?? [] } : { allOf: [...allOf, ...oneOf(anyOf)] }
  return { ...rest, not: not === undefined ? { not: required } : { anyOf: [not, { not: required }] } }
}

function oneOf(anyOf: JsonSchema['anyOf']): readonly JsonSchema[] {
  return anyOf === undefined ? [] : [{ anyOf }]
}
