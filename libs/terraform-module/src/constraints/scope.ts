import { attributeOf, elementOf, keyOf, type Place } from './place.ts'
import { always, Inexpressible, isPresent, type Predicate } from './predicate.ts'
import type { Cases, Part, Sequence, Value } from './value.ts'

/** The meaning of each name in the scope of an expression. */
export interface Scope {
  readonly variable: string
  readonly root: Place
  readonly names: ReadonlyMap<string, Cases>
  /** Paths of the collections that are being looped over. */
  readonly loops: readonly string[]
}

export function sequence(parts: readonly Part[], distinct = false): Sequence {
  return { kind: 'sequence', parts, distinct }
}

export function item(cases: Cases, key?: Cases): Part {
  return { kind: 'item', cases, key }
}

export function placeCases(place: Place): Cases {
  return [{ when: always, value: { kind: 'place', place } }]
}

/** The elements of a value that `for` iterates over. Empty if Terraform fails. */
export function elementsOf(
  value: Value,
  scope: Scope,
): readonly { readonly when: Predicate; readonly value: Sequence }[] {
  if (value.kind === 'sequence') return [{ when: always, value }]
  if (value.kind === 'object') {
    const parts = [...value.entries].map(([key, cases]) => item(cases, literalText(key)))
    return [{ when: always, value: sequence(parts) }]
  }
  if (value.kind === 'literal') return []
  if (value.kind !== 'place') throw new Inexpressible()
  return [{ when: isPresent(value.place), value: sequence(partsOf(value.place, scope)) }]
}

function partsOf(place: Place, scope: Scope): readonly Part[] {
  const { type } = place
  if (type.kind === 'object')
    return type.attributes.map((attribute) =>
      item(placeCases(attributeOf(place, attribute)), literalText(attribute.name)),
    )
  const element = elementOf(place)
  // A second loop over the same elements would name both elements by one path.
  if (element === undefined || scope.loops.some((loop) => loop === place.path)) throw new Inexpressible()
  const key = type.kind === 'map' ? placeCases(keyOf(place)) : undefined
  return [{ kind: 'loop', place, parts: [item(placeCases(element), key)] }]
}

function literalText(value: string): Cases {
  return [{ when: always, value: { kind: 'literal', value } }]
}
