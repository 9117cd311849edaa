import { containsValue } from '../contains-value.ts'
import { always, and, constant, Inexpressible, isPresent, not, type Predicate } from '../predicate.ts'
import { elementsOf, type Scope } from '../scope.ts'
import { everyItem, someItem } from '../sequence.ts'
import { truth } from '../truth.ts'
import { booleanCases, flatMapCases, type Cases, type Sequence, type Value } from '../value.ts'
import type { FunctionOfCases } from './function-of-cases.ts'

/** Functions that test all elements, or any element. */
export const quantifierFunctions: Readonly<Record<string, FunctionOfCases>> = {
  alltrue: ([list = []], scope) =>
    quantify(list, scope, (parts) => everyItem(parts, ({ cases }) => truth(cases, true))),
  anytrue: ([list = []], scope) =>
    quantify(list, scope, (parts) => someItem(parts, (cases) => truth(cases, true))),
  contains: ([list = [], searched = []], scope) =>
    flatMapCases(list, (value) => {
      if (value.kind === 'place' && !['list', 'set'].includes(value.place.type.kind))
        throw new Inexpressible()
      return elementsOf(value, scope).flatMap(({ when, value: { parts } }) =>
        searched.flatMap((one) => {
          const holds = containsValue(parts, one.value)
          const defined = and(when, one.when, isNotNull(one.value))
          return booleanCases(and(defined, holds), and(defined, not(holds)))
        }),
      )
    }),
}

/** Terraform does not search for null, up to version 1.14 at least. */
function isNotNull(value: Value): Predicate {
  if (value.kind === 'literal') return constant(value.value !== null)
  return value.kind === 'place' ? isPresent(value.place) : always
}

function quantify(list: Cases, scope: Scope, holdsOf: (parts: Sequence['parts']) => Predicate): Cases {
  return flatMapCases(list, (value) =>
    elementsOf(value, scope).flatMap(({ when, value: { parts } }) => {
      const holds = holdsOf(parts)
      return booleanCases(and(when, holds), and(when, not(holds)))
    }),
  )
}
