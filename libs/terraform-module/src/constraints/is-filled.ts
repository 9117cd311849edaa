import { always, Inexpressible, isPresent, never, ruleAt, type Predicate } from './predicate.ts'
import type { Value } from './value.ts'

/** Holds if a value is neither null nor an empty text: `coalesce` picks it and `compact` keeps it. */
export function isFilled(value: Value): Predicate {
  if (value.kind === 'literal') return value.value === null || value.value === '' ? never : always
  if (value.kind === 'sequence' || value.kind === 'object') return always
  if (value.kind !== 'place') throw new Inexpressible()
  const { place } = value
  if (place.type.kind === 'any') throw new Inexpressible()
  if (place.type.kind !== 'string') return isPresent(place)
  return { ...ruleAt(place, emptyText), negated: true }
}

const emptyText = { allowedValues: [''] }
