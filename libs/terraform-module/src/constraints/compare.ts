import type { ConstraintRules } from '@groundplan/terraform-type'
import { isEqual } from './is-equal.ts'
import { lengthHolds } from './length-holds.ts'
import { and, constant, Inexpressible, not, or, ruleAt, type Predicate } from './predicate.ts'
import { booleanCases, negated, type Cases, type Value } from './value.ts'

const flipped = { '==': '==', '!=': '!=', '<': '>', '>': '<', '<=': '>=', '>=': '<=' } as const

export type Comparison = keyof typeof flipped

export function isComparison(operator: string): operator is Comparison {
  return Object.hasOwn(flipped, operator)
}

/** `left operator right`, case by case. */
export function compare(operator: Comparison, left: Cases, right: Cases): Cases {
  const holds: Predicate[] = []
  const fails: Predicate[] = []
  for (const first of left) {
    for (const second of right) {
      const verdict = compareValues(operator, first.value, second.value)
      if (verdict === undefined) continue
      const when = and(first.when, second.when)
      holds.push(and(when, verdict.holds))
      fails.push(and(when, verdict.fails))
    }
  }
  return booleanCases(or(...holds), or(...fails))
}

interface Verdict {
  readonly holds: Predicate
  readonly fails: Predicate
}

function compareValues(operator: Comparison, left: Value, right: Value): Verdict | undefined {
  const number = literalNumber(right)
  if (number !== undefined && isCounted(left)) return verdictOf(lengthHolds(left, operator, number))
  if (literalNumber(left) !== undefined && isCounted(right))
    return compareValues(flipped[operator], right, left)
  if (operator === '==') return verdictOf(isEqual(left, right))
  if (operator === '!=') return reversed(verdictOf(isEqual(left, right)))
  if (left.kind === 'literal' && right.kind === 'literal')
    return orderLiterals(operator, left.value, right.value)
  if (left.kind === 'literal') return orderNumber(flipped[operator], right, left.value)
  return right.kind === 'literal' ? orderNumber(operator, left, right.value) : refuse()
}

function verdictOf(holds: Predicate): Verdict {
  return { holds, fails: not(holds) }
}

function reversed({ holds, fails }: Verdict): Verdict {
  return { holds: fails, fails: holds }
}

function refuse(): never {
  throw new Inexpressible()
}

function literalNumber(value: Value): number | undefined {
  return value.kind === 'literal' && typeof value.value === 'number' ? value.value : undefined
}

type Counted = Parameters<typeof lengthHolds>[0]

function isCounted(value: Value): value is Counted {
  return ['length', 'text-length', 'distinct-length', 'count', 'matches'].includes(value.kind)
}

type Ordering = Exclude<Comparison, '==' | '!='>
type Literal = string | number | boolean | null

/** Empty if Terraform fails on a null. */
function orderLiterals(operator: Ordering, left: Literal, right: Literal): Verdict | undefined {
  if (left === null || right === null) return undefined
  if (typeof left !== 'number' || typeof right !== 'number') return refuse()
  return verdictOf(constant(orders[operator](left, right)))
}

const orders: Readonly<Record<Ordering, (left: number, right: number) => boolean>> = {
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
}

function orderNumber(operator: Ordering, value: Value, bound: Literal): Verdict | undefined {
  if (bound === null) return undefined
  if (value.kind !== 'place' || value.place.type.kind !== 'number' || typeof bound !== 'number')
    return refuse()
  const rule = ruleAt(value.place, bounds[operator](bound))
  // Terraform fails on a null, so null needs no case.
  return { holds: rule, fails: negated(rule) }
}

const bounds: Readonly<Record<Ordering, (bound: number) => ConstraintRules>> = {
  '<': (bound) => ({ exclusiveMaximum: bound }),
  '<=': (bound) => ({ maximum: bound }),
  '>': (bound) => ({ exclusiveMinimum: bound }),
  '>=': (bound) => ({ minimum: bound }),
}
