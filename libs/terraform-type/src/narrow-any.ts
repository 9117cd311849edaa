import type { ConstraintRules } from './value-constraint.ts'
import type { TerraformType } from './terraform-type.ts'

const any: TerraformType = { kind: 'any' }

/** The type that each rule applies to. Rules not listed apply to several or all types. */
const kinds: readonly (readonly [type: TerraformType, rules: readonly (keyof ConstraintRules)[]])[] = [
  [{ kind: 'string' }, ['pattern', 'minLength', 'maxLength']],
  [{ kind: 'number' }, ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf']],
  [{ kind: 'map', element: any }, ['keys']],
  [{ kind: 'list', element: any }, ['minItems', 'maxItems', 'uniqueItems']],
]

/** Narrows `any` to the type that the rules imply: a pattern implies a string. Other types are unchanged. */
export function narrowAny(type: TerraformType, rules: ConstraintRules): TerraformType {
  if (type.kind !== 'any') return type
  return kinds.find(([, names]) => names.some((name) => rules[name] !== undefined))?.[0] ?? type
}
