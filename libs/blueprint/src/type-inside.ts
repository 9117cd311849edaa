import type { TerraformType } from '@groundplan/terraform-type'

/** The type of the value at a key of a list, map, tuple or object; undefined if the type does not say. */
export function typeInside(type: TerraformType, key: string): TerraformType | undefined {
  switch (type.kind) {
    case 'list':
    case 'set':
    case 'map':
      return type.element
    case 'tuple':
      return type.elements[Number(key)]
    case 'object':
      return type.attributes.find(({ name }) => name === key)?.type
    default:
      return undefined
  }
}
