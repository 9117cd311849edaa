import type { Change } from './merge-plan.ts'
import type { Branch, Entry, Tree } from './tree.ts'

/** The changes in one container. */
export interface ContainerChanges {
  readonly removed: ReadonlySet<Entry>
  readonly inserted: readonly (Change & { readonly kind: 'insert' })[]
}

/** Changes, grouped by what they change. */
export interface SortedChanges {
  readonly containers: ReadonlyMap<Branch, ContainerChanges>
  readonly replaced: ReadonlyMap<Entry, Change & { readonly kind: 'replace' }>
}

export function sortChanges(changes: readonly Change[]): SortedChanges {
  const containers = new Map<Branch, { removed: Set<Entry>; inserted: (Change & { kind: 'insert' })[] }>()
  const replaced = new Map<Entry, Change & { readonly kind: 'replace' }>()
  const changesOf = (container: Branch) => {
    const found = containers.get(container) ?? { removed: new Set(), inserted: [] }
    containers.set(container, found)
    return found
  }
  for (const change of changes) {
    if (change.kind === 'replace') replaced.set(change.target, change)
    else if (change.kind === 'remove') changesOf(change.container).removed.add(change.target)
    else changesOf(change.container).inserted.push(change)
  }
  return { containers, replaced }
}

/** The data of the document after the changes. The merged text must have exactly this data. */
export function applyChanges(root: Entry, changes: readonly Change[]): Tree {
  const sorted = sortChanges(changes)
  const applyTo = (entry: Entry): Tree => {
    const replacement = sorted.replaced.get(entry)
    if (replacement !== undefined) return replacement.source.value
    const { value } = entry
    if (value.kind === 'leaf') return value
    const entries = arrange(value, sorted.containers.get(value)).map((item) =>
      item.isNew ? item.entry : { ...item.entry, value: applyTo(item.entry) },
    )
    return { ...value, entries }
  }
  return applyTo(root)
}

/** An entry of a container after the changes. */
export interface Arranged {
  readonly entry: Entry
  readonly isNew: boolean
}

/** The entries of a container after the changes, in order. */
export function arrange({ entries }: Branch, changes: ContainerChanges | undefined): readonly Arranged[] {
  const { removed, inserted } = changes ?? { removed: new Set(), inserted: [] }
  const isNew = (sources: readonly { readonly source: Entry }[]) =>
    sources.map(({ source }) => ({ entry: source, isNew: true }))
  const beside = Map.groupBy(inserted, (change) => change.beside)
  const at = (entry: Entry, side: 'before' | 'after') =>
    isNew((beside.get(entry) ?? []).filter((change) => change.side === side))
  return [
    ...entries.flatMap((entry) => [
      ...at(entry, 'before'),
      ...(removed.has(entry) ? [] : [{ entry, isNew: false }]),
      ...at(entry, 'after'),
    ]),
    ...isNew(beside.get(undefined) ?? []),
  ]
}
