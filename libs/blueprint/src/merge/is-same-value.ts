import { parseType, type TerraformType } from '@groundplan/terraform-type'
import { listTypeDifferences } from '../changes/type-differences.ts'
import { isAllowedValues, matches, type Path } from './keyed-entries.ts'
import { child, isSameTree, textOf, type Branch, type Tree } from './tree.ts'
import { typeInside } from '../type-inside.ts'

/** Compares the values of two sides at a place. `type` is the input's type if the place is a default. */
type SameValue = (path: Path, left: Tree, right: Tree, type?: TerraformType) => boolean

/**
 * True if both sides have the same value at this place. Unlike {@link isSameTree}, it ignores what Terraform ignores: the layout of a type
 * expression, the order of its attributes, the order of a set's elements, and the order of allowed values.
 */
export const isSameValue: SameValue = createSameValue((path, left, right) =>
  isAllowedValues(path) ? isSameSet({ kind: 'any' }, left.entries, right.entries) : undefined,
)

/** The same, but the order of allowed values counts, because people see it. */
export const isShownTheSame: SameValue = createSameValue((path) =>
  isAllowedValues(path) ? false : undefined,
)

/** `compareChoices` decides about lists of allowed values that are not identical. */
function createSameValue(
  compareChoices: (path: Path, left: Branch, right: Branch) => boolean | undefined,
): SameValue {
  return function isSame(path, left, right, type): boolean {
    if (isSameTree(left, right)) return true
    if (type !== undefined) return isSameOfType(type, left, right)
    if (matches(path, ['inputs', '*', 'type'])) return isSameType(left, right)
    if (left.kind === 'leaf' || right.kind === 'leaf' || left.kind !== right.kind) return false
    const decided = compareChoices(path, left, right)
    if (decided !== undefined) return decided
    if (path[0] !== 'inputs' || path.length < 2 || left.opaque || right.opaque) return false
    if (left.entries.length !== right.entries.length) return false
    return left.entries.every(({ key, value }) => {
      const other = entryAt(right, key)
      return (
        other !== undefined && isSame([...path, key], value, other, typeAt(path, key, child(left, 'type')))
      )
    })
  }
}

/** The type of the values at a key of an input, which is declared by `type`; only defaults are values of it. */
export function typeAt(path: Path, key: string, type: Tree | undefined): TerraformType | undefined {
  return key === 'default' && matches(path, ['inputs', '*']) ? readType(type) : undefined
}

function entryAt(branch: Branch, key: string): Tree | undefined {
  return branch.kind === 'list' ? branch.entries[Number(key)]?.value : child(branch, key)
}

/** True if both are equal as values of this type: sets ignore the order of elements. */
function isSameOfType(type: TerraformType | undefined, left: Tree, right: Tree): boolean {
  if (isSameTree(left, right)) return true
  if (type === undefined || left.kind !== right.kind || left.kind === 'leaf' || right.kind === 'leaf')
    return false
  if (left.entries.length !== right.entries.length) return false
  if (type.kind === 'set') return isSameSet(type.element, left.entries, right.entries)
  return left.entries.every(({ key, value }) => {
    const other = entryAt(right, key)
    return other !== undefined && isSameOfType(typeInside(type, key), value, other)
  })
}

function readType(type: Tree | undefined): TerraformType | undefined {
  const text = textOf(type)
  const parsed = text === undefined ? undefined : parseType(text)
  return parsed?.ok === true ? parsed.type : undefined
}

type Elements = readonly { readonly value: Tree }[]

function isSameSet(element: TerraformType, left: Elements, right: Elements): boolean {
  const others = [...right]
  return (
    left.length === right.length &&
    left.every(({ value }) => {
      const index = others.findIndex((other) => isSameOfType(element, value, other.value))
      if (index !== -1) others.splice(index, 1)
      return index !== -1
    })
  )
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
