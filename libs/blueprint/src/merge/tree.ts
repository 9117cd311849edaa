/**
 * A YAML document as the merge sees it: leaves, maps and lists, each knowing where in its text it stands. Aliases are written
 * out, without places of their own: what is changed through one would change elsewhere too.
 */
import { ExactNumber } from '@groundplan/terraform-type'

export type Tree = Leaf | Branch

export type LeafValue = string | number | boolean | null | ExactNumber

export interface Leaf {
  readonly kind: 'leaf'
  readonly value: LeafValue
  readonly span: LeafSpan | undefined
}

/** A map or a list. */
export interface Branch {
  readonly kind: 'map' | 'list'
  readonly entries: readonly Entry[]
  /** True for a map whose keys cannot be identified by name; it is compared as a whole. */
  readonly opaque: boolean
  readonly span: BranchSpan | undefined
}

/** A key with its value, or an element of a list. */
export interface Entry {
  /** The container of the entry. */
  readonly kind: 'map' | 'list'
  /** The key as plain data, or the index of the element. */
  readonly key: string
  readonly value: Tree
  readonly span: EntrySpan | undefined
}

/** Offsets in the text; `end` is exclusive. */
export interface Span {
  readonly start: number
  readonly end: number
}

export interface LeafSpan extends Span {
  readonly style: 'plain' | 'single' | 'double' | 'block' | 'alias'
}

export interface BranchSpan extends Span {
  readonly flow: boolean
}

export interface EntrySpan extends Span {
  /** Where the value may begin: after `:` or `-`. Absent if there is neither. */
  readonly value: number | undefined
  /** True if the value has an anchor or a tag. */
  readonly marked: boolean
}

/** True if both have the same data. Ignores the order of keys, but not of elements. */
export function isSameTree(left: Tree, right: Tree): boolean {
  return isSame(left, right, false)
}

/** True if both have the same data in the same order. */
export function isIdenticalTree(left: Tree, right: Tree): boolean {
  return isSame(left, right, true)
}

function isSame(left: Tree, right: Tree, ordered: boolean): boolean {
  if (left === right) return true
  if (left.kind === 'leaf' || right.kind === 'leaf')
    return left.kind === 'leaf' && right.kind === 'leaf' && isSameValue(left.value, right.value)
  if (left.kind !== right.kind || left.entries.length !== right.entries.length) return false
  const inOrder = left.entries.every((entry, index) => {
    const other = right.entries[index]
    return other !== undefined && (left.kind === 'list' || entry.key === other.key)
  })
  if (inOrder)
    return left.entries.every((entry, index) => {
      const other = right.entries[index]
      return other !== undefined && isSame(entry.value, other.value, ordered)
    })
  if (ordered || left.opaque || right.opaque) return false
  const others = new Map(right.entries.map(({ key, value }) => [key, value]))
  return left.entries.every(({ key, value }) => {
    const other = others.get(key)
    return other !== undefined && isSame(value, other, ordered)
  })
}

function isSameValue(left: LeafValue, right: LeafValue): boolean {
  if (left instanceof ExactNumber || right instanceof ExactNumber)
    return typeof left !== 'string' && typeof right !== 'string' && String(left) === String(right)
  return Object.is(left, right)
}

/** The value of a key. */
export function child(tree: Tree | undefined, key: string): Tree | undefined {
  return tree?.kind === 'map' ? tree.entries.find((entry) => entry.key === key)?.value : undefined
}

/** The value at a path of keys. */
export function descend(tree: Tree | undefined, ...keys: readonly string[]): Tree | undefined {
  return keys.reduce(child, tree)
}

/** The string value of a leaf, if it is one. */
export function textOf(tree: Tree | undefined): string | undefined {
  return tree?.kind === 'leaf' && typeof tree.value === 'string' ? tree.value : undefined
}

/** The entries of a map or a list; empty for leaves. */
export function entriesOf(tree: Tree | undefined): readonly Entry[] {
  return tree === undefined || tree.kind === 'leaf' ? [] : tree.entries
}

/** Every string in the tree, at any depth. */
export function textsIn(tree: Tree | undefined): readonly string[] {
  const text = textOf(tree)
  return text === undefined ? entriesOf(tree).flatMap(({ value }) => textsIn(value)) : [text]
}

/** As plain data; maps are `Map`s, which preserve all keys and their order. */
export function toPlain(tree: Tree): unknown {
  if (tree.kind === 'leaf') return tree.value
  return tree.kind === 'list'
    ? tree.entries.map(({ value }) => toPlain(value))
    : new Map(tree.entries.map(({ key, value }) => [key, toPlain(value)]))
}

/** The entry with another value; the same object if the value is unchanged. */
export function withValue(entry: Entry, value: Tree): Entry {
  return value === entry.value ? entry : { ...entry, value }
}

/**
 * The tree with mapped entries, without those that become `undefined`. Changed entries lose their position in
 * the text.
 */
export function mapEntries(tree: Tree, map: (entry: Entry) => Entry | undefined): Tree {
  if (tree.kind === 'leaf') return tree
  const entries = tree.entries.flatMap((entry) => map(entry) ?? [])
  const isSame =
    entries.length === tree.entries.length && entries.every((entry, index) => entry === tree.entries[index])
  return isSame ? tree : { ...tree, entries, span: undefined }
}

/** The leaf with another string. */
export function withText(leaf: Leaf, text: string): Leaf {
  return text === leaf.value ? leaf : { ...leaf, value: text, span: undefined }
}
