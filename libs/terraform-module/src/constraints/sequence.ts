import type { Place } from './place.ts'
import { and, every, not, or, type Predicate } from './predicate.ts'
import type { Cases, Part } from './value.ts'

/** One element of a sequence, or one for each round of the loops around it. */
export type ItemPart = Extract<Part, { kind: 'item' }>

/** True if `holds` is true of every element. */
export function everyItem(parts: readonly Part[], holds: (item: ItemPart) => Predicate): Predicate {
  return and(
    ...parts.map((part) => {
      if (part.kind === 'item') return holds(part)
      const inner = everyItem(part.parts, holds)
      return part.kind === 'loop' ? every(part.place, inner) : or(not(part.holds), inner)
    }),
  )
}

/** True if `holds` is true of one element at least. */
export function someItem(parts: readonly Part[], holds: (cases: Cases) => Predicate): Predicate {
  return not(everyItem(parts, ({ cases }) => not(holds(cases))))
}

/** The sequence with each element replaced. */
export function mapItems(parts: readonly Part[], map: (item: ItemPart) => readonly Part[]): readonly Part[] {
  return parts.flatMap((part): readonly Part[] =>
    part.kind === 'item' ? map(part) : [{ ...part, parts: mapItems(part.parts, map) }],
  )
}

/** All elements, without their surroundings. */
export function listItems(parts: readonly Part[]): readonly ItemPart[] {
  return parts.flatMap((part) => (part.kind === 'item' ? [part] : listItems(part.parts)))
}

/** The collections that the sequence loops over. */
export function loopsOf(parts: readonly Part[]): readonly Place[] {
  return parts.flatMap((part) => {
    if (part.kind === 'item') return []
    return part.kind === 'loop' ? [part.place, ...loopsOf(part.parts)] : loopsOf(part.parts)
  })
}

/** The collection if the sequence has exactly one element for each of its elements. */
export function loopOfAll(parts: readonly Part[]): Place | undefined {
  const [part, more] = parts
  if (part?.kind !== 'loop' || more !== undefined) return undefined
  const [inner, second] = part.parts
  return inner?.kind === 'item' && second === undefined ? part.place : undefined
}

/** The collection whose elements, unchanged, are the elements of the sequence. */
export function loopUnchanged(parts: readonly Part[]): Place | undefined {
  const place = loopOfAll(parts)
  const [part] = parts
  const [inner] = part?.kind === 'loop' ? part.parts : []
  const [only, second] = inner?.kind === 'item' ? inner.cases : ([] as Cases)
  if (place === undefined || only === undefined || second !== undefined) return undefined
  const isElement = only.value.kind === 'place' && only.value.place.path === `${place.path}[*]`
  return isElement && only.when.kind === 'constant' ? place : undefined
}
