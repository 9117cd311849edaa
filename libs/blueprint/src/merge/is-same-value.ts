import { parseType, type TerraformType } from '@groundplan/terraform-type'
import { listTypeDifferences } from '../changes/type-differences.ts'
import { matches, type Path } from './keyed-entries.ts'
import { child, entriesOf, isSameTree, textOf, type Tree } from './tree.ts'

/**
 * True if both sides have the same value at this place. Unlike {@link isSameTree}, it ignores what Terraform ignores: the layout of a type
 * expression, the order of its attributes, and the order of a set's elements.
 */
export function isSameValue(path: Path, left: Tree, right: Tree): boolean {
  if (isSameTree(left, right)) return true
  if (matches(path, ['inputs', '*', 'type'])) return isSameType(left, right)
  if (!matches(path, ['inputs', '*']) || left.kind !== 'map' || right.kind !== 'map') return false
  if (left.opaque || right.opaque || left.entries.length !== right.entries.length) return false
  const type = typeOf(left)
  return left.entries.every(({ key, value }) => {
    const other = child(right, key)
    if (other === undefined) return false
    return (
      isSameValue([...path, key], value, other) || (key === 'default' && isSameOfType(type, value, other))
    )
  })
}

/** True if both are equal as values of this type: sets ignore the order of elements. */
export function isSameOfType(type: TerraformType | undefined, left: Tree, right: Tree): boolean {
  if (isSameTree(left, right)) return true
  if (type === undefined || left.kind !== right.kind || left.kind === 'leaf' || right.kind === 'leaf')
    return false
  if (left.entries.length !== right.entries.length) return false
  if (type.kind === 'set') return isSameSet(type.element, entriesOf(left), entriesOf(right))
  return left.entries.every(({ key, value }) => {
    const other = left.kind === 'list' ? right.entries[Number(key)]?.value : child(right, key)
    return other !== undefined && isSameOfType(typeInside(type, key), value, other)
  })
}

/** The declared type of an input; undefined if it is missing or invalid. */
export function typeOf(input: Tree | undefined): TerraformType | undefined {
  const text = textOf(child(input, 'type'))
  const parsed = text === undefined ? undefined : parseType(text)
  return parsed?.ok === true ? parsed.type : undefined
}

type Elements = readonly { readonly value: Tree }[]

function isSameSet(element: TerraformType, left: Elements, right: Elements): boolean {
  const others = [...right]
  return left.every(({ value }) => {
    const index = others.findIndex((other) => isSameOfType(element, value, other.value))
    if (index !== -1) others.splice(index, 1)
    return index !== -1
  })
}

function typeInside(type: TerraformType, key: string): TerraformType | undefined {
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

/** Comments inside a type are edits: types with different comments are not equal. */
function isSameType(left: Tree, right: Tree): boolean {
  const [one, other] = [textOf(left), textOf(right)]
  if (one === undefined || other === undefined || hasComment(one) || hasComment(other)) return false
  return parseType(one).ok && parseType(other).ok && listTypeDifferences(one, other).length === 0
}

/** If a string in the type contains such a character, the types always count as different. */
function hasComment(type: string): boolean {
  return /#|\/\/|\/\*/.test(type)
}
