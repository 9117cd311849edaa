export interface TitledModule {
  readonly path: string
  /** The heading of its README; `undefined` if it has none. */
  readonly title: string | undefined
}

/**
 * Titles for those modules of a repository whose README headings are the same: with the folders that tell them apart, e.g.
 * `Service runbook (payments)`. By path; others are not in it.
 */
export function distinctTitles(modules: readonly TitledModule[]): ReadonlyMap<string, string> {
  const titled = modules.filter(({ title }) => title !== undefined)
  const groups = Map.groupBy(titled, ({ title = '' }) => title.trim().toLowerCase().replace(/\s+/g, ' '))
  const distinct = new Map<string, string>()
  for (const group of groups.values()) {
    if (group.length === 1) continue
    const paths = group.map(({ path }) => path)
    for (const { path, title = '' } of group) distinct.set(path, `${title} (${whereOf(path, paths)})`)
  }
  return distinct
}

/** The fewest folders, from the end, that no other path ends with. */
function whereOf(path: string, paths: readonly string[]): string {
  if (path === '.') return 'root'
  const folders = path.split('/')
  for (let count = 1; count < folders.length; count += 1) {
    const tail = folders.slice(-count).join('/')
    if (paths.filter((each) => each === tail || each.endsWith(`/${tail}`)).length === 1) return tail
  }
  return path
}
