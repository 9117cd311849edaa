import { keyedEntries, type Path } from './keyed-entries.ts'
import type { TextTree } from './read-tree.ts'
import { entriesOf, type Branch, type Entry, type Tree } from './tree.ts'

/** Line and column of a path, or of its nearest existing parent. */
export function locatePath(
  { root, position }: TextTree,
  path: Path,
): { readonly line: number; readonly column: number } {
  let { value } = root
  let offset = value.span?.start ?? 0
  for (const [index, step] of path.entries()) {
    const entry = findEntry(value, path.slice(0, index), step)
    if (entry === undefined) break
    offset = entry.span?.start ?? offset
    value = entry.value
  }
  return position(offset)
}

function findEntry(tree: Tree, path: Path, step: string): Entry | undefined {
  return findPlace(tree, path, step)?.entry
}

/** An entry with its map or list. */
export interface Place {
  readonly container: Branch
  readonly entry: Entry
}

/** The entry at the end of a path, if it exists. */
export function findAt(root: Entry, path: Path): Place | undefined {
  let { value } = root
  let place: Place | undefined
  for (const [index, step] of path.entries()) {
    place = findPlace(value, path.slice(0, index), step)
    if (place === undefined) return undefined
    value = place.entry.value
  }
  return place
}

function findPlace(tree: Tree, path: Path, step: string): Place | undefined {
  if (tree.kind === 'leaf') return undefined
  const entry = keyedEntries(path, tree)?.get(step) ?? tree.entries.find(({ key }) => key === step)
  if (entry !== undefined) return { container: tree, entry }
  // For an element `name: value` that was found by name, the path continues in the value.
  const [only] = tree.entries
  const isNamed = only !== undefined && tree.entries.length === 1 && only.key === path.at(-1)
  return isNamed ? findPlace(only.value, path, step) : undefined
}

/** The path of the entry at or after an offset in the text. */
export function pathAt(root: Tree, offset: number): Path {
  const path: string[] = []
  let tree = root
  for (;;) {
    const entry = entriesOf(tree).find(({ span }) => span !== undefined && offset < span.end)
    if (entry?.span === undefined || tree.kind === 'leaf') return path
    const names = [...(keyedEntries(path, tree) ?? [])].find(([, named]) => named === entry)
    path.push(names?.[0] ?? entry.key)
    if (offset < entry.span.start) return path
    tree = entry.value
  }
}
