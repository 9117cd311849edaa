import type { Json, JsonSchema } from '@groundplan/terraform-type'
import type { BlueprintRules } from '../blueprint.ts'

/** Hints of react-jsonschema-form on one place and on those inside it: its `uiSchema`. */
export type FormHints = Readonly<Record<string, Json>>

/** One field of the form. */
export interface FormField {
  readonly schema: JsonSchema
  readonly hints: FormHints
}

/** Rules of the blueprint with the steps that lead to their place; `*` leads to the elements. */
export interface PlacedRules {
  readonly steps: readonly string[]
  readonly rules: BlueprintRules
}

/** What is known of a place from outside. */
export interface FieldScope {
  /** An entry is an element of a map, an item one of anything else. */
  readonly place: 'property' | 'item' | 'entry'
  /** True if a value is required. */
  readonly required: boolean
  readonly sensitive: boolean
  readonly rules: readonly PlacedRules[]
  /** What the author says of the values that are accepted, in place of the rules. */
  readonly message: string | undefined
  /** What the defaults of places further out put here. */
  readonly given: readonly Json[]
}
