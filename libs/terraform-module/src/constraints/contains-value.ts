import { changedTextsPattern } from './changed-text.ts'
import { isEqual } from './is-equal.ts'
import { and, Inexpressible, never, or, ruleAt, type Predicate } from './predicate.ts'
import { someItem } from './sequence.ts'
import type { Part, Value } from './value.ts'

/** Where one of the elements is equal to the value. */
export function containsValue(parts: readonly Part[], searched: Value): Predicate {
  const literals = literalsOf(parts)
  if (literals === undefined)
    return someItem(parts, (cases) => or(...cases.map((one) => and(one.when, isEqual(one.value, searched)))))
  const plain = literals.filter((literal) => literal !== null)
  const equalsNull = literals.length > plain.length ? isEqual(searched, nullValue) : never
  return or(equalsNull, equalsOne(plain, searched))
}

type Literal = string | number | boolean
const nullValue = { kind: 'literal', value: null } as const

function equalsOne(literals: readonly Literal[], searched: Value): Predicate {
  if (searched.kind === 'text') {
    const pattern = changedTextsPattern(searched.change, literals.filter(isText))
    if (pattern === undefined || !literals.every(isText)) throw new Inexpressible()
    return ruleAt(searched.place, { pattern })
  }
  if (searched.kind !== 'place')
    return or(...literals.map((value) => isEqual(searched, { kind: 'literal', value })))
  const { place } = searched
  if (!['string', 'number', 'bool'].includes(place.type.kind)) throw new Inexpressible()
  // Values of two types are never equal.
  const type = place.type.kind === 'bool' ? 'boolean' : place.type.kind
  const allowedValues = [...new Set(literals.filter((literal) => typeof literal === type))]
  return allowedValues.length === 0 ? never : ruleAt(place, { allowedValues })
}

function isText(literal: Literal): literal is string {
  return typeof literal === 'string'
}

/** The elements if all are constant. */
function literalsOf(parts: readonly Part[]): readonly (Literal | null)[] | undefined {
  const literals: (Literal | null)[] = []
  for (const part of parts) {
    const [only, second] = part.kind === 'item' ? part.cases : []
    if (only?.value.kind !== 'literal' || second !== undefined || only.when.kind !== 'constant')
      return undefined
    literals.push(only.value.value)
  }
  return literals
}
