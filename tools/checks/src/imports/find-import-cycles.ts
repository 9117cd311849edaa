/** Which files each file imports. Paths start at one root and have `/`. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>

/** Entries of one folder that import each other in a circle, at least one of them a folder. */
export interface ImportCycle {
  /** The folder that has the entries; empty for the root. */
  readonly folder: string
  /** Names of files and folders, in the order of the circle. */
  readonly entries: readonly string[]
  /** One import for each step, `from → to`. */
  readonly imports: readonly string[]
}

/**
 * Finds circles between folders. A folder stands for everything below it, and is compared with the files and folders beside it.
 * Files of one folder may import each other, as recursive rules must.
 */
export function findImportCycles(graph: ImportGraph): readonly ImportCycle[] {
  return [...groupByFolder(graph)].flatMap(([folder, entries]) => findCycles(folder, entries))
}

interface Entry {
  readonly isFolder: boolean
  /** Names of the entries that it imports, each with one of the imports. */
  readonly imports: Map<string, string>
}

type Entries = ReadonlyMap<string, Entry>

/** The imports between the entries of each folder. */
function groupByFolder(graph: ImportGraph): ReadonlyMap<string, Entries> {
  const folders = new Map<string, Map<string, Entry>>()
  for (const [from, targets] of graph) {
    for (const to of targets) {
      if (from === to) continue
      const [source, target] = [from.split('/'), to.split('/')]
      const depth = source.findIndex((name, index) => target[index] !== name)
      const folder = source.slice(0, depth).join('/')
      const entries = folders.get(folder) ?? new Map<string, Entry>()
      folders.set(folder, entries)
      const { imports } = addEntry(source, depth, entries)
      addEntry(target, depth, entries)
      const name = target[depth] ?? ''
      if (!imports.has(name)) imports.set(name, `${from} → ${to}`)
    }
  }
  return folders
}

function addEntry(path: readonly string[], depth: number, entries: Map<string, Entry>): Entry {
  const name = path[depth] ?? ''
  const entry = entries.get(name) ?? { isFolder: path.length > depth + 1, imports: new Map() }
  entries.set(name, entry)
  return entry
}

/** At least one circle through each folder that is part of any. */
function findCycles(folder: string, entries: Entries): readonly ImportCycle[] {
  const cycles: ImportCycle[] = []
  for (const [name, { isFolder }] of entries) {
    if (!isFolder || cycles.some((cycle) => cycle.entries.includes(name))) continue
    const circle = findCircle(name, entries)
    if (circle === undefined) continue
    const steps = circle.map((from, index) => [from, circle[(index + 1) % circle.length] ?? from] as const)
    const imports = steps.map(([from, to]) => entries.get(from)?.imports.get(to) ?? '')
    cycles.push({ folder, entries: circle, imports })
  }
  return cycles
}

/** The shortest circle from an entry back to itself. */
function findCircle(start: string, entries: Entries): readonly string[] | undefined {
  const paths: (readonly string[])[] = [[start]]
  const seen = new Set<string>()
  for (let path = paths.shift(); path !== undefined; path = paths.shift()) {
    for (const next of entries.get(path.at(-1) ?? '')?.imports.keys() ?? []) {
      if (next === start) return path
      if (seen.has(next)) continue
      seen.add(next)
      paths.push([...path, next])
    }
  }
  return undefined
}
