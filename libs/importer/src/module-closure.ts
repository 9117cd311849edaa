import { codeOwnersPaths, settingsFolder } from '@groundplan/blueprint-generator'
import type { PathSelection } from '@groundplan/scm'
import type { TerraformModule } from '@groundplan/terraform-module'
import { calledDirectories, type LinkedDirectories } from './called-directories.ts'
import { exampleDirectories } from './discover-modules.ts'

export interface ModulePathsOptions {
  readonly modules: ReadonlyMap<string, Pick<TerraformModule, 'moduleCalls'>>
  /** Those of all modules, sorted. */
  readonly directories: readonly string[]
  /** Files elsewhere that are read through links, by directory. */
  readonly linked?: ReadonlyMap<string, readonly string[]> | undefined
  /** Directories that are called through links. */
  readonly linkedDirectories?: LinkedDirectories | undefined
  /** Most paths that may be needed. */
  readonly limit?: number | undefined
}

/**
 * The paths whose changes are changes of a module: its own directory and those of the modules of the same repository that
 * it calls, directly or not, and the files that links in these lead to; without other modules that only happen to lie below them, without examples and tests, and without
 * what tells the generator how to write blueprints, which is no part of a module. `undefined` if that takes more than
 * `limit` paths.
 */
export function selectModulePaths(
  module: Pick<TerraformModule, 'path'>,
  {
    modules,
    directories,
    linked = new Map(),
    linkedDirectories = new Map(),
    limit = Infinity,
  }: ModulePathsOptions,
): PathSelection | undefined {
  const { called, links } = findCalled(module.path, { modules, linkedDirectories, limit })
  if (called.size + links.size > limit) return undefined
  const include = [...called, ...links, ...[...called].flatMap((path) => linked.get(path) ?? [])].sort()
  const exclude = new Set<string>()
  const around = directoriesAround(include)
  // To exclude a directory would also exclude a called module below it: better one update too many than one too few.
  const leaveOut = (path: string) => {
    if (!around.has(path)) exclude.add(path)
    return include.length + exclude.size <= limit
  }
  for (const own of outermost(include)) {
    const [start, end] = rangeWithin(own, directories)
    for (let index = start; index < end; index += 1) {
      const path = directories[index] ?? ''
      if (!called.has(path) && !leaveOut(path)) return undefined
    }
  }
  for (const own of called)
    for (const name of exampleDirectories)
      if (!leaveOut(own === '.' ? name : `${own}/${name}`)) return undefined
  if (called.has('.')) for (const path of [settingsFolder, ...codeOwnersPaths]) leaveOut(path)
  return { include, exclude: [...exclude].sort() }
}

interface CalledOptions extends Pick<ModulePathsOptions, 'modules'> {
  readonly linkedDirectories: LinkedDirectories
  readonly limit: number
}

/** The directories that are called, directly or not, and the links to them; gives up beyond the limit. */
function findCalled(
  start: string,
  { modules, linkedDirectories, limit }: CalledOptions,
): { readonly called: ReadonlySet<string>; readonly links: ReadonlySet<string> } {
  const called = new Set<string>()
  const links = new Set<string>()
  const queue = [start]
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (called.has(path)) continue
    called.add(path)
    if (called.size > limit) break
    const moduleCalls = modules.get(path)?.moduleCalls ?? []
    for (const directory of calledDirectories({ path, moduleCalls }, linkedDirectories)) {
      for (const link of directory.links) links.add(link)
      if (!called.has(directory.path)) queue.push(directory.path)
    }
  }
  return { called, links }
}

/** The paths themselves and every directory that one of them lies in. */
function directoriesAround(paths: readonly string[]): ReadonlySet<string> {
  const around = new Set(['.'])
  for (const path of paths)
    for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) around.add(path.slice(0, end))
  return around
}

/** Those of the sorted paths that lie in none of the others. */
function outermost(paths: readonly string[]): readonly string[] {
  if (paths.includes('.')) return ['.']
  const found = new Set<string>()
  for (const path of paths.toSorted((left, right) => left.length - right.length)) {
    let end = path.lastIndexOf('/')
    while (end > 0 && !found.has(path.slice(0, end))) end = path.lastIndexOf('/', end - 1)
    if (end <= 0) found.add(path)
  }
  return [...found]
}

/** Where the sorted paths below a directory begin and end. They lie side by side: `0` is the character after `/`. */
function rangeWithin(directory: string, sorted: readonly string[]): readonly [start: number, end: number] {
  if (directory === '.') return [0, sorted.length]
  return [findPlace(`${directory}/`, sorted), findPlace(`${directory}0`, sorted)]
}

/** The index of the first path that sorts at or after the given one. */
function findPlace(path: string, sorted: readonly string[]): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? '') < path) low = middle + 1
    else high = middle
  }
  return low
}
