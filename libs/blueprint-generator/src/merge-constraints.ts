import type { ConstraintRules, ValueConstraint } from '@groundplan/terraform-type'

export interface MergedConstraints {
  /** Rules on the value itself. */
  readonly allRules: ConstraintRules
  /** Rules on values inside it, by path. */
  readonly pathRules: ReadonlyMap<string, ConstraintRules>
}

/** Joins the rules that several validations put on the same place: the stricter bound, the values allowed by all. */
export function mergeConstraints(constraints: readonly ValueConstraint[]): MergedConstraints {
  const byPath = new Map<string, ConstraintRules>()
  for (const { path, ...rules } of constraints) byPath.set(path, mergeRules(byPath.get(path) ?? {}, rules))
  const allRules = byPath.get('') ?? {}
  byPath.delete('')
  return { allRules, pathRules: byPath }
}

const lower = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems'] as const
const upper = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems'] as const

function mergeRules(left: ConstraintRules, right: ConstraintRules): ConstraintRules {
  const merged: Record<string, unknown> = { ...left, ...right }
  for (const key of lower)
    if (left[key] !== undefined && right[key] !== undefined) merged[key] = Math.max(left[key], right[key])
  for (const key of upper)
    if (left[key] !== undefined && right[key] !== undefined) merged[key] = Math.min(left[key], right[key])
  if (left.allowedValues !== undefined && right.allowedValues !== undefined) {
    const allowed = new Set(right.allowedValues)
    const both = left.allowedValues.filter((value) => allowed.has(value))
    // Where no value is allowed by both, Terraform refuses each; a form cannot offer an empty choice.
    merged['allowedValues'] = both.length === 0 ? left.allowedValues : both
  }
  // One place has room for one pattern and one divisor; the others stay with Terraform.
  if (left.pattern !== undefined) merged['pattern'] = left.pattern
  if (left.multipleOf !== undefined) merged['multipleOf'] = left.multipleOf
  return merged as ConstraintRules
}
