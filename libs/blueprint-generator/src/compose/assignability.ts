import type { ObjectType, TerraformType } from '@groundplan/terraform-type'

/**
 * Whether Terraform takes a value of one type where another is asked for: `same` as it is, `converts` by its own conversion,
 * `unknown` where one of the two is not known, `no` never.
 * Source: https://developer.hashicorp.com/terraform/language/expressions/types#type-conversion
 */
export type Assignability = 'same' | 'converts' | 'unknown' | 'no'

const order: readonly Assignability[] = ['same', 'converts', 'unknown', 'no']

/** Whether a value of type `from` is valid for type `to`. */
export function isAssignable(from: TerraformType, to: TerraformType): Assignability {
  if (from.kind === 'any' || to.kind === 'any') return 'unknown'
  if (isPrimitive(from) && isPrimitive(to)) return comparePrimitives(from.kind, to.kind)
  if (isPrimitive(from) || isPrimitive(to)) return 'no'
  if (isKeyed(from) && isKeyed(to)) return compareKeyed(from, to)
  if (isKeyed(from) || isKeyed(to)) return 'no'
  return compareSequences(from, to)
}

function isPrimitive(type: TerraformType) {
  return type.kind === 'string' || type.kind === 'number' || type.kind === 'bool'
}

/** A text becomes a number or a bool only if it looks like one. */
function comparePrimitives(from: TerraformType['kind'], to: TerraformType['kind']): Assignability {
  if (from === to) return 'same'
  return (from === 'number' && to === 'bool') || (from === 'bool' && to === 'number') ? 'no' : 'converts'
}

function isKeyed(type: TerraformType): type is ObjectType | (TerraformType & { readonly kind: 'map' }) {
  return type.kind === 'map' || type.kind === 'object'
}

function compareSequences(from: TerraformType, to: TerraformType): Assignability {
  const [given, wanted] = [listElements(from), listElements(to)]
  if (from.kind === 'tuple' && to.kind === 'tuple') {
    if (given.length !== wanted.length) return 'no'
    return worst(given.map((element, index) => isAssignable(element, wanted[index] ?? element)))
  }
  const pairs = given.flatMap((left) => wanted.map((right) => isAssignable(left, right)))
  return worst([from.kind === to.kind ? 'same' : 'converts', ...pairs])
}

function listElements(type: TerraformType): readonly TerraformType[] {
  if (type.kind === 'tuple') return type.elements
  return type.kind === 'list' || type.kind === 'set' ? [type.element] : []
}

function compareKeyed(from: TerraformType, to: TerraformType): Assignability {
  if (from.kind === 'map' && to.kind === 'map') return isAssignable(from.element, to.element)
  if (to.kind === 'map') {
    const attributes = from.kind === 'object' ? from.attributes : []
    return worst(['converts', ...attributes.map(({ type }) => isAssignable(type, to.element))])
  }
  if (to.kind !== 'object') return 'no'
  if (from.kind !== 'object') return 'unknown'
  const given = new Map(from.attributes.map((attribute) => [attribute.name, attribute]))
  return worst(
    to.attributes.map(({ name, type, optional }) => {
      const attribute = given.get(name)
      if (attribute === undefined) return optional ? 'converts' : 'no'
      return isAssignable(attribute.type, type)
    }),
  )
}

function worst(answers: readonly Assignability[]): Assignability {
  return order.findLast((answer) => answers.includes(answer)) ?? 'same'
}
