import type { ObjectType, TerraformType } from '@groundplan/terraform-type'

/**
 * True if every value of the inner type is one of the outer type too, as it is: a number is no text here, although Terraform would
 * convert it, because forms and schemas refuse it first. An attribute that the outer type does not know would be dropped, so it
 * is no value of that type.
 */
export function isTypeWithin(inner: TerraformType, outer: TerraformType): boolean {
  if (outer.kind === 'any') return true
  switch (inner.kind) {
    case 'any':
      return false
    case 'string':
    case 'number':
    case 'bool':
      return inner.kind === outer.kind
    case 'list':
    case 'map':
      return inner.kind === outer.kind && isTypeWithin(inner.element, outer.element)
    case 'set':
      return (outer.kind === 'set' || outer.kind === 'list') && isTypeWithin(inner.element, outer.element)
    case 'tuple':
      return isTupleWithin(inner.elements, outer)
    case 'object':
      return outer.kind === 'object' && isObjectWithin(inner, outer)
  }
}

function isTupleWithin(elements: readonly TerraformType[], outer: TerraformType): boolean {
  if (outer.kind === 'list') return elements.every((element) => isTypeWithin(element, outer.element))
  if (outer.kind !== 'tuple' || outer.elements.length !== elements.length) return false
  return outer.elements.every((element, index) => {
    const own = elements[index]
    return own !== undefined && isTypeWithin(own, element)
  })
}

function isObjectWithin(inner: ObjectType, outer: ObjectType): boolean {
  const own = new Map(inner.attributes.map((attribute) => [attribute.name, attribute]))
  const known = new Set(outer.attributes.map(({ name }) => name))
  return (
    inner.attributes.every(({ name }) => known.has(name)) &&
    outer.attributes.every(({ name, type, optional }) => {
      const attribute = own.get(name)
      if (attribute === undefined) return optional
      return (optional || !attribute.optional) && isTypeWithin(attribute.type, type)
    })
  )
}
