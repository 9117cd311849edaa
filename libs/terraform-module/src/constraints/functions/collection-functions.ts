import { countParts } from '../add-literals.ts'
import { containsValue } from '../contains-value.ts'
import { isFilled } from '../is-filled.ts'
import { keyOf } from '../place.ts'
import { always, and, Inexpressible, isAbsent, isPresent, not, type Predicate } from '../predicate.ts'
import { elementsOf, item, placeCases, sequence, type Scope } from '../scope.ts'
import { listItems, loopOfAll, loopsOf, loopUnchanged, mapItems } from '../sequence.ts'
import {
  flatMapCases,
  literalCase,
  type Case,
  type Cases,
  type Part,
  type Sequence,
  type Value,
} from '../value.ts'
import type { FunctionOfCases } from './function-of-cases.ts'

const identity: FunctionOfCases = ([cases = []], scope) => sequencesOf(cases, scope)

/** Functions on lists, sets and maps. */
export const collectionFunctions: Readonly<Record<string, FunctionOfCases>> = {
  length: ([cases = []]) => flatMapCases(cases, lengthOf),
  values: ([cases = []], scope) => {
    requireKinds(cases, ['map', 'object'])
    return sequencesOf(cases, scope)
  },
  keys: ([cases = []], scope) =>
    flatMapCases(cases, (value) => {
      if (value.kind === 'place' && value.place.type.kind === 'map') {
        const parts: Part[] = [
          { kind: 'loop', place: value.place, parts: [item(placeCases(keyOf(value.place)))] },
        ]
        if (scope.loops.includes(value.place.path)) throw new Inexpressible()
        return [{ when: isPresent(value.place), value: sequence(parts) }]
      }
      if (value.kind !== 'object' && (value.kind !== 'place' || value.place.type.kind !== 'object'))
        throw new Inexpressible()
      return elementsOf(value, scope).map(({ when, value: { parts } }) => ({
        when,
        value: sequence(mapItems(parts, ({ key }) => [item(key ?? [])])),
      }))
    }),
  tolist: identity,
  toset: ([cases = []], scope) => distinct(sequencesOf(cases, scope)),
  distinct: ([cases = []], scope) => distinct(sequencesOf(cases, scope)),
  concat: (args, scope) => {
    const lists = args.map((cases) => sequencesOf(cases, scope))
    return lists.reduce(joinSequences, [{ when: always, value: sequence([]) }])
  },
  setunion: (args, scope) => {
    requireTexts(args)
    const lists = args.map((cases) => sequencesOf(cases, scope))
    return distinct(lists.reduce(joinSequences, [{ when: always, value: sequence([]) }]))
  },
  flatten: ([cases = []], scope) =>
    flatMapCases(sequencesOf(cases, scope), (value) => [
      { when: always, value: sequence(flattened(asSequence(value).parts, scope)) },
    ]),
  compact: ([cases = []], scope) =>
    flatMapCases(sequencesOf(cases, scope), (value) => [
      { when: always, value: sequence(withoutEmpty(asSequence(value).parts)) },
    ]),
  setsubtract: ([first = [], second = []], scope) => filterBy(first, second, { scope, contained: false }),
  setintersection: ([first = [], second = []], scope) => filterBy(first, second, { scope, contained: true }),
}

function lengthOf(value: Value): Cases {
  switch (value.kind) {
    case 'place':
      return placeLength(value)
    case 'text':
      if (value.change !== 'trimspace') throw new Inexpressible()
      return [{ when: always, value: { kind: 'text-length', place: value.place, change: value.change } }]
    case 'literal':
      if (value.value === null) return []
      // Each visible character counts as one code point here.
      if (typeof value.value !== 'string' || /[^ -~]/.test(value.value)) throw new Inexpressible()
      return [literalCase(always, value.value.length)]
    case 'object':
      return [literalCase(always, value.entries.size)]
    case 'match':
      // A text that is there has a character at least, unless it may be empty.
      if (value.empty !== false) throw new Inexpressible()
      return [{ when: always, value: { kind: 'matches', found: always } }]
    case 'sequence':
      return sequenceLength(value)
    default:
      if (value.kind === 'matches') return [{ when: always, value }]
      throw new Inexpressible()
  }
}

function placeLength({ place }: Extract<Value, { kind: 'place' }>): Cases {
  const { type } = place
  if (type.kind === 'object') return [literalCase(isPresent(place), type.attributes.length)]
  if (!['string', 'list', 'set', 'map'].includes(type.kind)) throw new Inexpressible()
  return [{ when: isPresent(place), value: { kind: 'length', place } }]
}

function sequenceLength(value: Sequence): Cases {
  const unchanged = loopUnchanged(value.parts)
  const all = loopOfAll(value.parts)
  if (value.distinct && unchanged?.type.kind === 'list') {
    const kind = unchanged.type.element.kind
    if (kind === 'string' || kind === 'number' || kind === 'bool')
      return [{ when: always, value: { kind: 'distinct-length', place: unchanged } }]
  }
  if (all !== undefined && !value.distinct) return [{ when: always, value: { kind: 'length', place: all } }]
  if (loopsOf(value.parts).length === 0 && !value.distinct) return countParts(value.parts)
  return [{ when: always, value: { kind: 'count', sequence: value } }]
}

function asSequence(value: Value): Sequence {
  if (value.kind !== 'sequence') throw new Inexpressible()
  return value
}

/** The values as sequences; empty if Terraform fails. */
function sequencesOf(cases: Cases, scope: Scope): Cases {
  return flatMapCases(cases, (value) => elementsOf(value, scope))
}

function distinct(cases: Cases): Cases {
  return flatMapCases(cases, (value) => [{ when: always, value: sequence(asSequence(value).parts, true) }])
}

function joinSequences(left: Cases, right: Cases): Cases {
  return left.flatMap((first) =>
    right.map((second) => {
      const [one, other] = [asSequence(first.value), asSequence(second.value)]
      return { when: and(first.when, second.when), value: sequence([...one.parts, ...other.parts]) }
    }),
  )
}

/** Lists inside become their elements, at any depth; null stays. */
function flattened(parts: readonly Part[], scope: Scope): readonly Part[] {
  return mapItems(parts, ({ cases }) =>
    exhaustive(cases).flatMap((one): readonly Part[] => {
      const { when, value } = one
      if (value.kind === 'sequence') return filterParts(when, flattened(value.parts, scope))
      if (value.kind !== 'place' || !isList(value)) return [filtered(one)]
      const inner = elementsOf(value, scope).flatMap((elements) =>
        filterParts(and(when, elements.when), flattened(elements.value.parts, scope)),
      )
      return [...inner, filtered(literalCase(and(when, isAbsent(value.place)), null))]
    }),
  )
}

/** Where a sequence is defined one of its element's cases holds; a single one always does. */
function exhaustive(cases: Cases): Cases {
  const [only, second] = cases
  return only === undefined || second !== undefined ? cases : [{ when: always, value: only.value }]
}

function filterParts(holds: Predicate, parts: readonly Part[]): readonly Part[] {
  return holds === always ? parts : [{ kind: 'filter', holds, parts }]
}

function isList({ place: { type } }: Extract<Value, { kind: 'place' }>): boolean {
  if (type.kind === 'any') throw new Inexpressible()
  return type.kind === 'list' || type.kind === 'set' || type.kind === 'tuple'
}

function filtered({ when, value }: Case): Part {
  const only = item([{ when: always, value }])
  return when === always ? only : { kind: 'filter', holds: when, parts: [only] }
}

function withoutEmpty(parts: readonly Part[]): readonly Part[] {
  return mapItems(parts, ({ cases }) => {
    if (!cases.every(isText)) throw new Inexpressible()
    return exhaustive(cases).map((one) => filtered({ ...one, when: and(one.when, isFilled(one.value)) }))
  })
}

function isText({ value }: Case): boolean {
  if (value.kind === 'literal') return value.value === null || typeof value.value === 'string'
  return value.kind === 'place' && value.place.type.kind === 'string'
}

interface FilterOptions {
  readonly scope: Scope
  /** Whether the elements of the second set are those that stay. */
  readonly contained: boolean
}

function filterBy(first: Cases, second: Cases, { scope, contained }: FilterOptions): Cases {
  requireTexts([first, second])
  return flatMapCases(sequencesOf(first, scope), (source) =>
    flatMapCases(sequencesOf(second, scope), (other) => {
      const parts = mapItems(asSequence(source).parts, ({ cases }) =>
        exhaustive(cases).map((one) => {
          const found = containsValue(asSequence(other).parts, one.value)
          return filtered({ value: one.value, when: and(one.when, contained ? found : not(found)) })
        }),
      )
      return [{ when: always, value: sequence(parts, true) }]
    }),
  )
}

/** Sets of several types are converted to one type; only sets of texts stay as they are for certain. */
function requireTexts(args: readonly Cases[]): void {
  for (const { value } of args.flat()) {
    if (value.kind === 'place') {
      const { type } = value.place
      if ((type.kind !== 'list' && type.kind !== 'set') || type.element.kind !== 'string')
        throw new Inexpressible()
    } else if (!listItems(asSequence(value).parts).every(({ cases }) => cases.every(isText)))
      throw new Inexpressible()
  }
}

function requireKinds(cases: Cases, kinds: readonly string[]): void {
  for (const { value } of cases) {
    const kind = value.kind === 'place' ? value.place.type.kind : value.kind
    if (!kinds.includes(kind) && (value.kind !== 'literal' || value.value !== null)) throw new Inexpressible()
  }
}
