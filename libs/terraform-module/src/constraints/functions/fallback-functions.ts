import { attributeCases } from '../attribute-cases.ts'
import { isFilled } from '../is-filled.ts'
import { requireOneKind } from '../one-kind.ts'
import { always, and, Inexpressible, isPresent, never, not, or, type Predicate } from '../predicate.ts'
import { booleanCases, isDefined, type Case, type Cases } from '../value.ts'
import type { FunctionOfCases } from './function-of-cases.ts'

/** Functions that choose a value or test whether one exists. */
export const fallbackFunctions: Readonly<Record<string, FunctionOfCases>> = {
  can: ([expression = []]) => {
    const defined = isDefined(expression)
    return booleanCases(defined, not(defined))
  },
  try: (args) => {
    const cases: Case[] = []
    let rest: Predicate = always
    for (const arg of args) {
      for (const { when, value } of arg) cases.push({ when: and(rest, when), value })
      rest = and(rest, not(isDefined(arg)))
    }
    return cases.filter(({ when }) => when !== never)
  },
  coalesce: (args) => {
    requireOneKind(args.flat())
    // Other than with `try`, each argument has to be without error.
    const defined = and(...args.map(isDefined))
    const cases: Case[] = []
    let rest: Predicate = defined
    for (const arg of args) {
      const chosen = arg.map((one) => ({ value: one.value, when: and(one.when, isFilled(one.value)) }))
      for (const { when, value } of chosen) cases.push({ when: and(rest, when), value })
      rest = and(rest, not(or(...chosen.map(({ when }) => when))))
    }
    return cases.filter(({ when }) => when !== never)
  },
  lookup: ([object = [], key = [], fallback]) => {
    const [name, more] = key
    if (name?.value.kind !== 'literal' || typeof name.value.value !== 'string' || more !== undefined)
      throw new Inexpressible()
    const attribute = name.value.value
    if (!object.every(({ value }) => hasAttributes(value))) throw new Inexpressible()
    const found = attributeCases(object, attribute)
    return found.length > 0 || fallback === undefined
      ? found
      : object.flatMap(({ when, value }) =>
          fallback.map((one) => ({
            when: and(when, value.kind === 'place' ? isPresent(value.place) : always, one.when),
            value: one.value,
          })),
        )
  },
}

function hasAttributes(value: Cases[number]['value']): boolean {
  return value.kind === 'object' || (value.kind === 'place' && value.place.type.kind === 'object')
}
