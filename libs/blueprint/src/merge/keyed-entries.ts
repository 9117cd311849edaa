import { child, textOf, type Branch, type Entry, type Tree } from './tree.ts'

/** A path of keys and, for elements of lists with names, their names. */
export type Path = readonly string[]

/** The name of an element: its own value, its only key, or the value of one of its keys. */
type Naming = 'value' | 'only-key' | 'name' | 'key'

/** Lists whose elements are identified by name; `*` is any key. */
const namedLists = (
  [
    ['metadata/blueprint-labels', 'key'],
    ['metadata/owners', 'value'],
    ['labels', 'only-key'],
    ['grains/*/spec/inputs', 'only-key'],
    ['grains/*/spec/env-vars', 'only-key'],
    ['grains/*/spec/outputs', 'value'],
    ['grains/*/spec/providers/*/from-space', 'value'],
    ['customization/launch-form/sections', 'name'],
    ['customization/launch-form/sections/*/inputs', 'name'],
  ] as const
).map(([pattern, naming]) => ({ pattern: pattern.split('/'), naming }))

/**
 * The entries by key, or elements by name. Undefined for lists that are a single value, such as a default, and
 * for lists with missing or duplicate names.
 */
export function keyedEntries(path: Path, branch: Branch): ReadonlyMap<string, Entry> | undefined {
  if (branch.opaque) return undefined
  if (branch.kind === 'map') return new Map(branch.entries.map((entry) => [entry.key, entry]))
  const naming = namingOf(path)
  if (naming === undefined) return undefined
  const named = new Map<string, Entry>()
  for (const entry of branch.entries) {
    const name = nameOf(entry.value, naming)
    if (name === undefined || named.has(name)) return undefined
    named.set(name, entry)
  }
  return named
}

function namingOf(path: Path): Naming | undefined {
  if (isAllowedValues(path)) return 'value'
  return namedLists.find(({ pattern }) => matches(path, pattern))?.naming
}

/** True for a list of allowed values, wherever rules can be. */
export function isAllowedValues(path: Path): boolean {
  return path[0] === 'inputs' && path.length >= 3 && path[2] !== 'default' && path.at(-1) === 'allowed-values'
}

/** True if the path has these steps; `*` matches any. */
export function matches(path: Path, pattern: readonly string[]): boolean {
  return (
    path.length === pattern.length && pattern.every((step, index) => step === '*' || step === path[index])
  )
}

function nameOf(tree: Tree, naming: Naming): string | undefined {
  if (tree.kind === 'leaf')
    return typeof tree.value === 'string' ? tree.value : `${typeof tree.value} ${String(tree.value)}`
  if (tree.kind === 'list') return undefined
  if (naming === 'name' || naming === 'key') return textOf(child(tree, naming))
  return naming === 'only-key' && tree.entries.length === 1 ? tree.entries[0]?.key : undefined
}
