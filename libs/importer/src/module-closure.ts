import type { PathSelection } from '@groundplan/scm'
import { resolveLocalSource, type TerraformModule } from '@groundplan/terraform-module'
import { codeOwnersPaths, settingsFolder } from '@groundplan/blueprint-generator'
import { exampleDirectories, isWithin } from './discover-modules.ts'

/**
 * The paths whose changes are changes of a module: its own directory and those of the modules of the same repository that
 * it calls, directly or not; without other modules that only happen to lie below them, without examples and tests, and without
 * what tells the generator how to write blueprints, which is no part of a module.
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
  const settings = include.includes('.') ? [settingsFolder, ...codeOwnersPaths] : []
  return { include, exclude: [...new Set([...others, ...examples, ...settings])].filter(isApart).sort() }
}
