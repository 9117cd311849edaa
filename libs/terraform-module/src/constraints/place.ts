import type { ObjectAttribute, TerraformType } from '@groundplan/terraform-type'

/** A value inside the variable: the variable itself, an attribute, or a placeholder for each element or each key. */
export interface Place {
  /** As in constraints, with `[#]` for each key of a map. Two places are the same if their paths are. */
  readonly path: string
  readonly type: TerraformType
  /** False if Terraform replaces null with a default. */
  readonly nullable: boolean
}

const elementStep = '[*]'
const keyStep = '[#]'

export function rootPlace(type: TerraformType): Place {
  return { path: '', type, nullable: true }
}

/** Each element of a list, set or map. */
export function elementOf(collection: Place): Place | undefined {
  const { path, type } = collection
  if (type.kind !== 'list' && type.kind !== 'set' && type.kind !== 'map') return undefined
  return { path: path + elementStep, type: type.element, nullable: true }
}

/** Each key of a map. */
export function keyOf(map: Place): Place {
  return { path: map.path + keyStep, type: { kind: 'string' }, nullable: false }
}

export function attributeOf(object: Place, attribute: ObjectAttribute): Place {
  const replaced = attribute.default !== undefined && attribute.default !== null
  return { path: `${object.path}.${attribute.name}`, type: attribute.type, nullable: !replaced }
}

/** True if a place is the outer one or inside it. */
export function isWithin(path: string, outer: string): boolean {
  return path.startsWith(outer) && ['', '.', '['].includes(path.charAt(outer.length))
}

/** True if a place is reached through the elements or the keys of the collection. */
export function isInLoopOver(path: string, collection: string): boolean {
  return path.startsWith(collection + elementStep) || path.startsWith(collection + keyStep)
}

/** The first step from one place to another inside it: `.name`, `[*]` or `[#]`; empty if they are the same. */
export function stepTowards(path: string, outer: string): string {
  return /^(?:\[.\]|\.[^.[]+)/.exec(path.slice(outer.length))?.[0] ?? ''
}
