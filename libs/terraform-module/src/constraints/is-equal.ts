import { changedBy, changedTextPattern } from './changed-text.ts'
import type { Place } from './place.ts'
import {
  always,
  constant,
  every,
  Inexpressible,
  isAbsent,
  never,
  not,
  ruleAt,
  type Predicate,
} from './predicate.ts'
import type { Value } from './value.ts'

/** Holds if two values are equal by `==`, which never fails: null equals only null. */
export function isEqual(left: Value, right: Value): Predicate {
  if (left.kind === 'literal') return equalsLiteral(right, left.value)
  if (right.kind === 'literal') return equalsLiteral(left, right.value)
  return equalsComputed(left, right) ?? equalsComputed(right, left) ?? refuse()
}

function refuse(): never {
  throw new Inexpressible()
}

function equalsLiteral(value: Value, literal: string | number | boolean | null): Predicate {
  switch (value.kind) {
    case 'literal':
      return constant(value.value === literal)
    case 'place':
      return literal === null ? isAbsent(value.place) : placeEquals(value.place, literal)
    case 'text':
      if (literal === null) return never
      return typeof literal === 'string'
        ? ruleAt(value.place, changedTextPattern(value.change, literal) ?? refuse())
        : refuse()
    case 'match':
      return literal === null || (literal === '' && value.empty === false) ? never : refuse()
    case 'remainder':
      return literal === 0 ? ruleAt(value.place, { multipleOf: value.divisor }) : refuse()
    default:
      return literal === null ? never : refuse()
  }
}

function placeEquals(place: Place, literal: string | number | boolean): Predicate {
  const { kind } = place.type
  if (kind !== 'string' && kind !== 'number' && kind !== 'bool') return refuse()
  // Values of two types are never equal.
  if (typeof literal !== (kind === 'bool' ? 'boolean' : kind)) return never
  return ruleAt(place, { allowedValues: [literal] })
}

function equalsComputed(left: Value, right: Value): Predicate | undefined {
  const place = right.kind === 'place' ? right.place : undefined
  switch (left.kind) {
    case 'text':
      if (place?.path !== left.place.path) return undefined
      return not(ruleAt(left.place, { pattern: changedBy[left.change] }))
    case 'rounded':
      return place?.path === left.place.path ? ruleAt(left.place, { multipleOf: 1 }) : undefined
    case 'match':
      return left.whole && isSame(left.text, right) ? always : undefined
    case 'distinct-length':
      return sameLength(right, left.place) ? ruleAt(left.place, { uniqueItems: true }) : undefined
    case 'count': {
      const [loop] = left.sequence.parts
      const counts = loop?.kind === 'loop' && !left.sequence.distinct && sameLength(right, loop.place)
      return counts && oneFilter(loop.parts) ? everyFilter(left) : undefined
    }
    default:
      return undefined
  }
}

function isSame(left: Value, right: Value): boolean {
  return left.kind === 'place' && right.kind === 'place' && left.place.path === right.place.path
}

function sameLength(value: Value, place: Place): boolean {
  return value.kind === 'length' && value.place.path === place.path
}

function oneFilter(parts: Extract<Value, { kind: 'sequence' }>['parts']): boolean {
  const [part, more] = parts
  if (part?.kind !== 'filter' || more !== undefined) return false
  const [inner, second] = part.parts
  return inner?.kind === 'item' && second === undefined
}

/** A sequence is as long as its collection if its filter keeps every element. */
function everyFilter({ sequence }: Extract<Value, { kind: 'count' }>): Predicate {
  const [loop] = sequence.parts
  const [filter] = loop?.kind === 'loop' ? loop.parts : []
  if (loop?.kind !== 'loop' || filter?.kind !== 'filter') return refuse()
  return every(loop.place, filter.holds)
}
