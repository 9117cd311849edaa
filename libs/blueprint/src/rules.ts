import type { ConstraintRules } from '@groundplan/terraform-type'
import type { BlueprintRules } from './blueprint.ts'

/** The keys of rules: as in files, and as in the model. */
const ruleKeys = [
  ['allowed-values', 'allowedValues'],
  ['pattern', 'pattern'],
  ['minimum', 'minimum'],
  ['maximum', 'maximum'],
  ['exclusive-minimum', 'exclusiveMinimum'],
  ['exclusive-maximum', 'exclusiveMaximum'],
  ['multiple-of', 'multipleOf'],
  ['min-length', 'minLength'],
  ['max-length', 'maxLength'],
  ['min-items', 'minItems'],
  ['max-items', 'maxItems'],
] as const satisfies readonly (readonly [keyof BlueprintRules, keyof ConstraintRules])[]

/** Rules as the file writes them. */
export function toBlueprintRules(rules: ConstraintRules): BlueprintRules {
  return Object.fromEntries(
    ruleKeys.flatMap(([fileKey, key]) => (rules[key] === undefined ? [] : [[fileKey, rules[key]]])),
  ) as BlueprintRules
}

/** The rules among the keys of an input or of an entry under `constraints`. */
export function fromBlueprintRules(rules: BlueprintRules): ConstraintRules {
  return Object.fromEntries(
    ruleKeys.flatMap(([fileKey, key]) => (rules[fileKey] === undefined ? [] : [[key, rules[fileKey]]])),
  )
}
