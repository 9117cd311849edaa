import type { ConstraintRules } from '@groundplan/terraform-type'
import { isInLoopOver, type Place } from './place.ts'
import { withoutImplied } from './without-implied.ts'

/**
 * What is to be true of the variable's value. Unlike a condition of Terraform a predicate never fails: it is true or false
 * of every value.
 */
export type Predicate =
  | { readonly kind: 'constant'; readonly value: boolean; readonly size: 1 }
  /** Present: neither the place nor what it is in is null. Absent is the opposite. */
  | { readonly kind: 'present' | 'absent'; readonly place: Place; readonly size: 1 }
  /** The place is present and the rules hold of it, or do not hold if `negated`. */
  | RulePredicate
  /** The collection is present and the body is true of every element, or of some element. */
  | LoopPredicate
  | JunctionPredicate

export interface RulePredicate {
  readonly kind: 'rule'
  readonly place: Place
  readonly rules: ConstraintRules
  readonly negated: boolean
  readonly size: 1
}

export interface LoopPredicate {
  readonly kind: 'every' | 'some'
  /** The collection. The body refers only to its elements and keys. */
  readonly place: Place
  readonly body: Predicate
  readonly size: number
}

export interface JunctionPredicate {
  readonly kind: 'and' | 'or'
  readonly items: readonly Predicate[]
  readonly size: number
}

/** Thrown for what constraints cannot express, or cannot express at a readable length. */
export class Inexpressible extends Error {}

const maximumSize = 400

export const always: Predicate = { kind: 'constant', value: true, size: 1 }
export const never: Predicate = { kind: 'constant', value: false, size: 1 }

export function constant(value: boolean): Predicate {
  return value ? always : never
}

export function isPresent(place: Place): Predicate {
  return { kind: 'present', place, size: 1 }
}

export function isAbsent(place: Place): Predicate {
  return { kind: 'absent', place, size: 1 }
}

export function ruleAt(place: Place, rules: ConstraintRules): RulePredicate {
  return { kind: 'rule', place, rules, negated: false, size: 1 }
}

export function and(...items: readonly Predicate[]): Predicate {
  return junction('and', items)
}

export function or(...items: readonly Predicate[]): Predicate {
  return junction('or', items)
}

function junction(kind: 'and' | 'or', items: readonly Predicate[]): Predicate {
  const absorbing = kind === 'or'
  const flat: Predicate[] = []
  let size = 1
  for (const item of items) {
    if (item.kind === 'constant') {
      if (item.value === absorbing) return item
      continue
    }
    const parts = item.kind === kind ? item.items : [item]
    for (const part of parts) if (!flat.includes(part)) flat.push(part)
    size += item.size
  }
  if (size > maximumSize) throw new Inexpressible()
  const kept = flat.length > 1 ? withoutImplied(kind, flat) : flat
  const [only, second] = kept
  if (only === undefined) return constant(!absorbing)
  if (second === undefined) return only
  return (kept.length === 2 ? complementary(kind, only, second) : undefined) ?? { kind, items: kept, size }
}

/** The result of two opposite predicates on one place. */
function complementary(kind: 'and' | 'or', left: Predicate, right: Predicate): Predicate | undefined {
  if (left.kind === 'rule' && right.kind === 'rule') {
    if (left.rules !== right.rules || left.negated === right.negated) return undefined
    return kind === 'and' ? never : isPresent(left.place)
  }
  const kinds = `${left.kind} ${right.kind}`
  if (kinds !== 'present absent' && kinds !== 'absent present') return undefined
  if (!('place' in left) || !('place' in right) || left.place.path !== right.place.path) return undefined
  return constant(kind === 'or')
}

export function not(predicate: Predicate): Predicate {
  switch (predicate.kind) {
    case 'constant':
      return constant(!predicate.value)
    case 'present':
      return isAbsent(predicate.place)
    case 'absent':
      return isPresent(predicate.place)
    case 'rule':
      return or(isAbsent(predicate.place), { ...predicate, negated: !predicate.negated })
    case 'every':
    case 'some':
      return or(isAbsent(predicate.place), {
        ...predicate,
        kind: predicate.kind === 'every' ? 'some' : 'every',
        body: not(predicate.body),
      })
    case 'and':
      return or(...predicate.items.map(not))
    case 'or':
      return and(...predicate.items.map(not))
  }
}

/** True if the collection is present and the body is true of all its elements. The body may refer to other places too. */
export function every(collection: Place, body: Predicate): Predicate {
  const outside = !mentionsLoop(body, collection)
  if (body.kind === 'constant' ? body.value : false) return isPresent(collection)
  if (outside) return and(isPresent(collection), or(body, ruleAt(collection, { maxItems: 0 })))
  if (body.kind === 'and') return and(...body.items.map((item) => every(collection, item)))
  if (body.kind === 'or') return everyOr(collection, body)
  return { kind: 'every', place: collection, body, size: body.size + 1 }
}

function everyOr(collection: Place, body: JunctionPredicate): Predicate {
  const outer = body.items.filter((item) => !mentionsLoop(item, collection))
  const inner = body.items.filter((item) => !outer.includes(item))
  if (outer.length > 0) return and(isPresent(collection), or(...outer, every(collection, or(...inner))))
  const mixed = inner.find(
    (item) => item.kind === 'and' && item.items.some((part) => !mentionsLoop(part, collection)),
  )
  if (mixed?.kind !== 'and') return { kind: 'every', place: collection, body, size: body.size + 1 }
  const others = inner.filter((item) => item !== mixed)
  return and(...mixed.items.map((part) => every(collection, or(part, ...others))))
}

function mentionsLoop(predicate: Predicate, collection: Place): boolean {
  return anyPlace(predicate, ({ path }) => isInLoopOver(path, collection.path))
}

/** True if the predicate refers to a place that passes the test. */
export function anyPlace(predicate: Predicate, test: (place: Place) => boolean): boolean {
  switch (predicate.kind) {
    case 'constant':
      return false
    case 'and':
    case 'or':
      return predicate.items.some((item) => anyPlace(item, test))
    case 'every':
    case 'some':
      return test(predicate.place) || anyPlace(predicate.body, test)
    default:
      return test(predicate.place)
  }
}
