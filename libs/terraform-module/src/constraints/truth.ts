import { and, Inexpressible, isAbsent, never, or, type Predicate } from './predicate.ts'
import type { Case, Cases } from './value.ts'

// A single shared object, so that "is true" and "is false" of one place are recognised as opposites.
const isTrue = { allowedValues: [true] }

/** Where a condition is true, or where it is false. Null is neither, as Terraform fails on it. */
export function truth(cases: Cases, verdict: boolean): Predicate {
  return or(...cases.map((one) => truthOf(one, verdict)))
}

/** Where a condition is null. */
export function nullness(cases: Cases): Predicate {
  return or(
    ...cases.map(({ when, value }) => {
      if (value.kind === 'place') return and(when, isAbsent(value.place))
      return value.kind === 'literal' && value.value === null ? when : never
    }),
  )
}

function truthOf({ when, value }: Case, verdict: boolean): Predicate {
  if (value.kind === 'literal' && typeof value.value !== 'string' && typeof value.value !== 'number')
    return value.value === verdict ? when : never
  if (value.kind === 'place' && value.place.type.kind === 'bool')
    return and(when, { kind: 'rule', place: value.place, rules: isTrue, negated: !verdict, size: 1 })
  throw new Inexpressible()
}
