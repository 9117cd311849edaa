import { keyedEntries, type Path } from './keyed-entries.ts'
import type { Entry, Tree } from './tree.ts'

/** The entries of a map or list, by key or name. */
export type Keyed = ReadonlyMap<string, Entry>

/** One map or list in all three documents. */
export interface KeyedSides {
  readonly base: Keyed
  readonly edited: Keyed
  readonly generated: Keyed
}

/** The three sides by key or name, where they have any. */
export function keyedSides(
  path: Path,
  base: Tree | undefined,
  edited: Tree,
  generated: Tree,
): KeyedSides | undefined {
  if (edited.kind === 'leaf' || generated.kind !== edited.kind) return undefined
  const isNothing = base === undefined || (base.kind === 'leaf' && base.value === null)
  if (!isNothing && base.kind !== edited.kind) return undefined
  const before = isNothing || base.kind === 'leaf' ? new Map<string, Entry>() : keyedEntries(path, base)
  const [ours, theirs] = [keyedEntries(path, edited), keyedEntries(path, generated)]
  if (before === undefined || ours === undefined || theirs === undefined) return undefined
  return { base: before, edited: ours, generated: theirs }
}

/** The same map or list without entries. */
export function emptyLike(tree: Tree): Tree {
  return tree.kind === 'leaf' ? tree : { ...tree, entries: [], span: undefined }
}

/** True if edits removed a value. */
export function isSmaller({ base, edited }: KeyedSides): boolean {
  return [...base.keys()].some((name) => !edited.has(name))
}

/** True for a choice whose values were all removed, by edits and by the generator together. */
export function leavesNothing(keyed: KeyedSides): boolean {
  const { base, edited, generated } = keyed
  return isSmaller(keyed) && [...edited.keys()].every((name) => base.has(name) && !generated.has(name))
}
