import { always, and, constant, Inexpressible, isPresent, not, ruleAt, type Predicate } from '../predicate.ts'
import { hasCaptures, matchesWholeText, minimumLength } from '../regex/regex-node.ts'
import { translatePattern } from '../regex/translate-pattern.ts'
import { booleanCases, flatMapCases, type Cases, type TextChange, type Value } from '../value.ts'
import type { FunctionOfCases } from './function-of-cases.ts'

function change(kind: TextChange): FunctionOfCases {
  return ([cases = []]) =>
    texts(cases, (value) => {
      if (value.kind !== 'place') throw new Inexpressible()
      return [{ when: always, value: { kind: 'text', place: value.place, change: kind } }]
    })
}

function part(patternOf: (literal: string) => string): FunctionOfCases {
  return ([cases = [], searched = []]) => {
    const pattern = patternOf(literalText(searched).replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
    return texts(cases, (value) => {
      const holds = matches(value, pattern)
      return booleanCases(holds, not(holds))
    })
  }
}

/** Functions on texts. */
export const textFunctions: Readonly<Record<string, FunctionOfCases>> = {
  lower: change('lower'),
  upper: change('upper'),
  trimspace: change('trimspace'),
  startswith: part((literal) => `^${literal}`),
  endswith: part((literal) => `${literal}$`),
  strcontains: part((literal) => literal),
  regex: ([pattern = [], cases = []]) => {
    const { node, text } = translate(pattern)
    const captures = hasCaptures(node)
    return texts(cases, (value) => {
      const result: Value = captures
        ? { kind: 'opaque' }
        : { kind: 'match', text: value, whole: matchesWholeText(node), empty: minimumLength(node) === 0 }
      return [{ when: matches(value, text), value: result }]
    })
  },
  regexall: ([pattern = [], cases = []]) => {
    const { text } = translate(pattern)
    return texts(cases, (value) => [
      { when: always, value: { kind: 'matches', found: matches(value, text) } },
    ])
  },
}

function translate(pattern: Cases) {
  const translated = translatePattern(literalText(pattern))
  if (translated === undefined) throw new Inexpressible()
  return translated
}

function literalText(cases: Cases): string {
  const [only, more] = cases
  if (only?.value.kind !== 'literal' || typeof only.value.value !== 'string' || more !== undefined)
    throw new Inexpressible()
  return only.value.value
}

/** The cases in which the value is a text. Terraform would convert numbers and bools; this does not support that. */
function texts(cases: Cases, map: (value: Value) => Cases): Cases {
  return flatMapCases(cases, (value) => {
    if (value.kind === 'literal' && value.value === null) return []
    if (value.kind === 'literal' && typeof value.value === 'string') return map(value)
    if (value.kind !== 'place' || value.place.type.kind !== 'string') throw new Inexpressible()
    return map(value).map((one) => ({ ...one, when: and(isPresent(value.place), one.when) }))
  })
}

function matches(value: Value, pattern: string): Predicate {
  if (value.kind === 'place') return ruleAt(value.place, { pattern })
  if (value.kind !== 'literal' || typeof value.value !== 'string') throw new Inexpressible()
  return constant(new RegExp(pattern, 'u').test(value.value))
}
