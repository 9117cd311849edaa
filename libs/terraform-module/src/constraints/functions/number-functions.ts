import { Inexpressible, isPresent } from '../predicate.ts'
import { flatMapCases, type Value } from '../value.ts'
import type { FunctionOfCases } from './function-of-cases.ts'

const rounded: FunctionOfCases = ([cases = []]) =>
  flatMapCases(cases, (value) => {
    if (value.kind !== 'place' || value.place.type.kind !== 'number') throw new Inexpressible()
    return [{ when: isPresent(value.place), value: { kind: 'rounded', place: value.place } }]
  })

function converter(kind: string): FunctionOfCases {
  return ([cases = []]) => {
    if (!cases.every(({ value }) => isOf(kind, value))) throw new Inexpressible()
    return cases
  }
}

function isOf(kind: string, value: Value): boolean {
  if (value.kind === 'literal') return value.value === null || typeof value.value === kind
  if (value.kind !== 'place') return false
  return (value.place.type.kind === 'bool' ? 'boolean' : value.place.type.kind) === kind
}

/** Functions on numbers, and conversions that do not change the value. */
export const numberFunctions: Readonly<Record<string, FunctionOfCases>> = {
  floor: rounded,
  ceil: rounded,
  tonumber: converter('number'),
  tostring: converter('string'),
  tobool: converter('boolean'),
  nonsensitive: ([cases = []]) => cases,
}
