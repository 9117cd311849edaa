import type { PathSelection } from '@groundplan/scm'
import { resolveLocalSource, type TerraformModule } from '@groundplan/terraform-module'
import { exampleDirectories, isWithin } from './discover-modules.ts'

/**
 * The paths whose changes are changes of a module: its own directory and those of the modules of the same repository that
 * it calls, directly or not; without other modules that only happen to lie below them, and without examples and tests.
 */
export function selectModulePaths(
  module: TerraformModule,
  modules: ReadonlyMap<string, TerraformModule>,
  directories: readonly string[],
): PathSelection {
  const called = new Set<string>()
  const queue = [module.path]
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (called.has(path)) continue
    called.add(path)
    for (const { source } of modules.get(path)?.moduleCalls ?? []) {
      const target = resolveLocalSource(path, source)
      if (target !== undefined) queue.push(target)
    }
  }
  const include = [...called].sort()
  const others = directories.filter((path) => !called.has(path) && include.some((own) => isWithin(path, own)))
  const examples = include.flatMap((path) =>
    [...exampleDirectories].map((name) => (path === '.' ? name : `${path}/${name}`)),
  )
  // To exclude a directory would also exclude a called module below it: better one update too many than one too few.
  const isApart = (path: string) => !include.some((own) => isWithin(own, path))
  return { include, exclude: [...new Set([...others, ...examples])].filter(isApart).sort() }
}
