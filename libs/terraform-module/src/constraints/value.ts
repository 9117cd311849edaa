import type { Place } from './place.ts'
import { and, never, or, type Predicate, type RulePredicate } from './predicate.ts'

/** What is known about a value while a condition is read: the value itself, or how it derives from a place inside the variable. */
export type Value =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  | { readonly kind: 'object'; readonly entries: ReadonlyMap<string, Cases> }
  | { readonly kind: 'place'; readonly place: Place }
  /** The place's text, changed. */
  | { readonly kind: 'text'; readonly place: Place; readonly change: TextChange }
  /** The first match of a pattern in a text. */
  | {
      readonly kind: 'match'
      readonly text: Value
      readonly whole: boolean
      readonly empty: boolean | undefined
    }
  /** The number of matches of a pattern, which is above zero where `found` is true. */
  | { readonly kind: 'matches'; readonly found: Predicate }
  | { readonly kind: 'length'; readonly place: Place }
  | { readonly kind: 'text-length'; readonly place: Place; readonly change: TextChange }
  | { readonly kind: 'distinct-length'; readonly place: Place }
  | { readonly kind: 'count'; readonly sequence: Sequence }
  | { readonly kind: 'rounded'; readonly place: Place }
  | { readonly kind: 'remainder'; readonly place: Place; readonly divisor: number }
  | Sequence
  /** Not null, otherwise unknown. */
  | { readonly kind: 'opaque' }

export type TextChange = 'lower' | 'upper' | 'trimspace'

export interface Sequence {
  readonly kind: 'sequence'
  readonly parts: readonly Part[]
  /** True if duplicates are removed, so elements cannot be counted. */
  readonly distinct: boolean
}

/** Elements of a sequence: all that a loop over a place gives, those that pass a filter, or one. */
export type Part =
  | { readonly kind: 'loop'; readonly place: Place; readonly parts: readonly Part[] }
  | { readonly kind: 'filter'; readonly holds: Predicate; readonly parts: readonly Part[] }
  | { readonly kind: 'item'; readonly cases: Cases; readonly key: Cases | undefined }

/**
 * What an expression comes to: for each value of the variable one case at most has a `when` that is true. Where none has,
 * Terraform fails.
 */
export type Cases = readonly Case[]

export interface Case {
  readonly when: Predicate
  readonly value: Value
}

/** Where the expression can be evaluated without an error. */
export function isDefined(cases: Cases): Predicate {
  return or(...cases.map(({ when }) => when))
}

export function literalCase(when: Predicate, value: string | number | boolean | null): Case {
  return { when, value: { kind: 'literal', value } }
}

/** A condition that is true in one part of all cases and false in another. */
export function booleanCases(holds: Predicate, fails: Predicate): Cases {
  return [literalCase(holds, true), literalCase(fails, false)].filter(({ when }) => when !== never)
}

/** The cases of each value, with the binding of the first. */
export function flatMapCases(cases: Cases, map: (value: Value) => Cases): Cases {
  return cases.flatMap(({ when, value }) => map(value).map((one) => ({ ...one, when: and(when, one.when) })))
}

/** The place is present and the rules do not hold. */
export function negated(rule: RulePredicate): RulePredicate {
  return { ...rule, negated: !rule.negated }
}
