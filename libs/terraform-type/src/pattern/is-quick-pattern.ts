import { addressRangePattern, ipv4RangePattern } from '../address-range-pattern.ts'
import { isPattern } from '../is-pattern.ts'
import { boundSteps } from './bound-steps.ts'

/** About a tenth of a second in a browser. */
const mostSteps = 10_000_000
/** Nobody types longer texts into a field. */
const longestText = 2_000
const longestPattern = 5_000
/** The long ones that blueprints have by a name. */
const known = new Set([addressRangePattern, ipv4RangePattern])

/**
 * True if a backtracking engine answers within ten million steps for any text of up to `length` characters. RE2, which
 * Terraform has, takes linear time for every pattern; ECMAScript takes exponential time for `^(a+)+$`. Cautious: false for
 * a pattern that cannot be judged, and for what is not a pattern.
 */
export function isQuickPattern(pattern: string, length: number = longestText): boolean {
  if (known.has(pattern)) return true
  return (
    pattern.length <= longestPattern &&
    isPattern(pattern) &&
    boundSteps(pattern, { length, limit: mostSteps }) <= mostSteps
  )
}
