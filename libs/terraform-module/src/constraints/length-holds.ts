import type { ConstraintRules } from '@groundplan/terraform-type'
import type { Comparison } from './compare.ts'
import type { Place } from './place.ts'
import { always, Inexpressible, never, not, ruleAt, type Predicate } from './predicate.ts'
import { everyItem } from './sequence.ts'
import { changedTextPattern } from './changed-text.ts'
import type { Value } from './value.ts'

type Counted = Extract<Value, { kind: 'length' | 'text-length' | 'distinct-length' | 'count' | 'matches' }>

/** Holds if a count, known to exist, compares to a number by the operator. */
export function lengthHolds(counted: Counted, operator: Comparison, bound: number): Predicate {
  if (operator === '!=') return not(lengthHolds(counted, '==', bound))
  const range = rangeOf(operator, bound)
  if (range === undefined || range.maximum < range.minimum) return never
  if (range.minimum === 0 && range.maximum === Infinity) return always
  if (counted.kind === 'length') return ruleAt(counted.place, lengthRules(counted.place, range))
  // Of the others it is only known whether there is something.
  if (range.maximum === 0) return not(isSome(counted))
  if (range.minimum === 1 && range.maximum === Infinity) return isSome(counted)
  throw new Inexpressible()
}

interface Range {
  readonly minimum: number
  readonly maximum: number
}

/** The counts that the comparison allows; empty if no integer satisfies it. */
function rangeOf(operator: Exclude<Comparison, '!='>, bound: number): Range | undefined {
  switch (operator) {
    case '==':
      return Number.isInteger(bound) && bound >= 0 ? { minimum: bound, maximum: bound } : undefined
    case '>=':
      return { minimum: Math.max(0, Math.ceil(bound)), maximum: Infinity }
    case '>':
      return { minimum: Math.max(0, Math.floor(bound) + 1), maximum: Infinity }
    case '<=':
      return { minimum: 0, maximum: Math.floor(bound) }
    case '<':
      return { minimum: 0, maximum: Math.ceil(bound) - 1 }
  }
}

/**
 * Terraform counts what a reader sees as one character, JSON Schema counts code points: the two differ for letters that are
 * composed of several code points only.
 */
function lengthRules({ type }: Place, { minimum, maximum }: Range): ConstraintRules {
  const exact = minimum === maximum
  if (type.kind === 'string')
    return {
      ...(minimum > 0 || exact ? { minLength: minimum } : {}),
      ...(maximum < Infinity ? { maxLength: maximum } : {}),
    }
  return {
    ...(minimum > 0 || exact ? { minItems: minimum } : {}),
    ...(maximum < Infinity ? { maxItems: maximum } : {}),
  }
}

function isSome(counted: Exclude<Counted, { kind: 'length' }>): Predicate {
  switch (counted.kind) {
    case 'matches':
      return counted.found
    case 'distinct-length':
      return ruleAt(counted.place, { minItems: 1 })
    case 'count':
      return not(everyItem(counted.sequence.parts, () => never))
    case 'text-length': {
      const empty = changedTextPattern(counted.change, '')
      if (empty === undefined) throw new Inexpressible()
      return not(ruleAt(counted.place, empty))
    }
  }
}
