import { isQuickPattern, type ConstraintRules, type ValueConstraint } from '@groundplan/terraform-type'

/**
 * The constraints without what freezes a form that checks values as people type. Alternatives and refusals with such a
 * pattern inside go as a whole: without it they would say something else.
 */
export function withoutSlowPatterns(constraints: readonly ValueConstraint[]): readonly ValueConstraint[] {
  return constraints.map(({ path, ...rules }) => ({ path, ...quickRules(rules) }))
}

function quickRules(rules: ConstraintRules): ConstraintRules {
  if (!isSlow(rules)) return rules
  const { pattern, keys, anyOf, not, ...others } = rules
  const quickNot = not?.filter((conjunction) => !conjunction.some(isSlow)) ?? []
  return {
    ...others,
    ...(pattern === undefined || isSlowPattern(pattern) ? {} : { pattern }),
    ...(keys === undefined ? {} : { keys: quickRules(keys) }),
    ...(anyOf === undefined || anyOf.flat().some(isSlow) ? {} : { anyOf }),
    ...(quickNot.length === 0 ? {} : { not: quickNot }),
  }
}

/** True if any rule, at any depth, has a slow pattern. */
function isSlow({ pattern, keys, anyOf = [], not = [] }: ConstraintRules): boolean {
  return (
    isSlowPattern(pattern) ||
    (keys !== undefined && isSlow(keys)) ||
    [...anyOf.flat(), ...not.flat()].some(isSlow)
  )
}

/** True for a pattern that a form must not check. */
export function isSlowPattern(pattern: string | undefined): boolean {
  return pattern !== undefined && !isQuickPattern(pattern)
}
