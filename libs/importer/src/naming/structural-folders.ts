/** How many parents a folder name needs before it counts as a habit of the repository. */
const fewest = 3
/** The share of its parents in which the folder is the only one with modules. */
const leastShare = 0.8

/**
 * Folder names that say nothing in this repository, like `resources` in `payments/resources`, `risk/resources` and so on: under most of
 * their parents, at least three, they are the only folder with modules.
 */
export function findStructuralFolders(paths: readonly string[]): ReadonlySet<string> {
  const modules = new Set(paths)
  const children = new Map<string, Set<string>>()
  for (const path of paths) {
    const folders = path === '.' ? [] : path.split('/')
    for (let depth = folders.length - 1; depth > 0; depth -= 1) {
      const parent = folders.slice(0, depth).join('/')
      const known = children.get(parent)
      const folder = folders[depth] ?? ''
      if (known?.has(folder) === true) break
      if (known === undefined) children.set(parent, new Set([folder]))
      else known.add(folder)
    }
  }
  const counts = new Map<string, { alone: number; all: number }>()
  for (const [parent, folders] of children) {
    const isAlone = folders.size === 1 && !modules.has(parent)
    for (const folder of folders) {
      const count = counts.get(folder) ?? { alone: 0, all: 0 }
      counts.set(folder, { alone: count.alone + (isAlone ? 1 : 0), all: count.all + 1 })
    }
  }
  const structural = [...counts].filter(([, { alone, all }]) => alone >= fewest && alone >= all * leastShare)
  return new Set(structural.map(([folder]) => folder))
}
