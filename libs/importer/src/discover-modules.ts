import { isConfigurationFile } from '@groundplan/terraform-module'
import type { ModuleEntry } from './follow-links.ts'
import { isModuleFile } from './is-module-file.ts'
import { readingLimits } from './limits.ts'

/** A directory that directly contains Terraform files. */
export interface ModuleDirectory {
  /** Within the repository; `.` is the root. */
  readonly path: string
  /** Its own configuration files and README, not those of directories below it. Links are those that lead to no file. */
  readonly entries: readonly ModuleEntry[]
  /** Why it is left out, if it is. */
  readonly skipped: string | undefined
}

export interface DiscoverOptions {
  /** Look only in this directory; `.` is everything. */
  readonly scope: string
  readonly includeExamples: boolean
}

/** Names of directories that show or test a module and are not part of it. */
export const exampleDirectories: ReadonlySet<string> = new Set(['examples', 'example', 'tests', 'test'])

/** Finds module directories in a tree, in path order. Links to directories and submodules are never followed. */
export function discoverModules(
  entries: readonly ModuleEntry[],
  options: DiscoverOptions,
): readonly ModuleDirectory[] {
  const directories = new Map<string, ModuleEntry[]>()
  for (const entry of entries) {
    if (entry.kind === 'submodule' || !isModuleFile(entry.path)) continue
    const path = parentOf(entry.path)
    if (!isWithin(path, options.scope)) continue
    const files = directories.get(path)
    if (files === undefined) directories.set(path, [entry])
    else files.push(entry)
  }
  return [...directories]
    .filter(([, files]) => files.some((file) => isConfigurationFile(file.path)))
    .map(([path, files]) => ({ path, entries: files, skipped: reasonToSkip(path, files, options) }))
    .toSorted((left, right) => (left.path < right.path ? -1 : left.path > right.path ? 1 : 0))
}

function reasonToSkip(
  path: string,
  files: readonly ModuleEntry[],
  { scope, includeExamples }: DiscoverOptions,
): string | undefined {
  // An explicitly named path is included, even if it is an example.
  const below = scope === '.' ? path : path.slice(scope.length)
  const segments = below.split('/').filter((segment) => segment !== '' && segment !== '.')
  const hidden = segments.find((segment) => segment.startsWith('.'))
  if (hidden !== undefined) return `It is under ${hidden}/, which Groundplan skips.`
  const example = segments.find((segment) => exampleDirectories.has(segment))
  if (example !== undefined && !includeExamples) return `It is under ${example}/.`
  return reasonAgainstPath(path) ?? reasonAgainstFiles(files)
}

/** Control characters and the replacement for invalid UTF-8: a blueprint cannot reference such a directory. */
const unwritable = /[\p{Cc}\p{Zl}\p{Zp}\uFFFD]/u

function reasonAgainstPath(path: string): string | undefined {
  const { pathLength, pathDepth } = readingLimits
  if (unwritable.test(path))
    return 'Its path contains control characters or is not UTF-8. Rename the directory to import it.'
  if (path.length > pathLength)
    return `Its path has ${path.length} characters, more than ${pathLength}. Rename or move the directory to import it.`
  const depth = path.split('/').length
  if (depth > pathDepth)
    return `It is ${depth} directories deep, more than ${pathDepth}. Move the directory to import it.`
  return undefined
}

function reasonAgainstFiles(files: readonly ModuleEntry[]): string | undefined {
  if (!files.some(({ path, kind }) => kind === 'file' && isConfigurationFile(path)))
    return 'Its Terraform files are links that lead to no file of the repository.'
  if (files.length <= readingLimits.files) return undefined
  return `It has ${files.length} files, more than ${readingLimits.files}. Split it into smaller modules to import it.`
}

/** True if a path is a directory or lies in it. */
export function isWithin(path: string, directory: string): boolean {
  return directory === '.' || path === directory || path.startsWith(`${directory}/`)
}

function parentOf(path: string): string {
  const slash = path.lastIndexOf('/')
  return slash === -1 ? '.' : path.slice(0, slash)
}
