import {
  parseType,
  printType,
  type ObjectAttribute,
  type ObjectType,
  type TerraformType,
} from '@groundplan/terraform-type'
import { isSameOfType } from './same-json.ts'

/** One difference between two types, at a constraint path such as `[*].port`. */
export type TypeDifference = { readonly place: string } & (
  | { readonly what: 'added' | 'added-required' | 'removed' | 'optional' | 'required' | 'default' }
  | { readonly what: 'type'; readonly from: string; readonly to: string }
)

/** Lists the differences between two type expressions, except the order of attributes; none if one is invalid. */
export function listTypeDifferences(from: string, to: string): readonly TypeDifference[] {
  const [before, after] = [parseType(from), parseType(to)]
  return before.ok && after.ok ? differencesAt('', before.type, after.type) : []
}

function differencesAt(place: string, from: TerraformType, to: TerraformType): readonly TypeDifference[] {
  if (from.kind === 'object' && to.kind === 'object') return objectDifferences(place, from, to)
  if (
    (from.kind === 'list' || from.kind === 'set' || from.kind === 'map') &&
    from.kind === to.kind &&
    'element' in to
  )
    return differencesAt(`${place}[*]`, from.element, to.element)
  const [before, after] = [printType(from), printType(to)]
  return before === after ? [] : [{ place, what: 'type', from: before, to: after }]
}

function objectDifferences(place: string, from: ObjectType, to: ObjectType): readonly TypeDifference[] {
  const before = new Map(from.attributes.map((attribute) => [attribute.name, attribute]))
  const after = new Set(to.attributes.map(({ name }) => name))
  const removed = from.attributes.filter(({ name }) => !after.has(name))
  return [
    ...removed.map(({ name }) => ({ place: `${place}.${name}`, what: 'removed' }) as const),
    ...to.attributes.flatMap((attribute) =>
      attributeDifferences(`${place}.${attribute.name}`, before.get(attribute.name), attribute),
    ),
  ]
}

function attributeDifferences(
  place: string,
  from: ObjectAttribute | undefined,
  to: ObjectAttribute,
): readonly TypeDifference[] {
  if (from === undefined) return [{ place, what: to.optional ? 'added' : 'added-required' }]
  const isSameDefault = isSameOfType(to.type, from.default ?? null, to.default ?? null)
  return [
    ...(from.optional === to.optional
      ? []
      : [{ place, what: to.optional ? 'optional' : 'required' } as const]),
    ...(isSameDefault || from.optional !== to.optional ? [] : [{ place, what: 'default' } as const]),
    ...differencesAt(place, from.type, to.type),
  ]
}
