import { resolve } from 'node:path'
import {
  checkCalls,
  findMissingModules,
  resolveLocalSource,
  type TerraformModule,
} from '@groundplan/terraform-module'
import { readModuleDirectory } from './read-module-directory.ts'

/** Most directories that are read for one module. */
const maximumDirectories = 200

/** Reads the module in a directory and compares its calls with the modules that they lead to. Throws as readModuleDirectory does. */
export async function readCheckedDirectory(directory: string): Promise<TerraformModule> {
  const module = await readModuleDirectory(directory)
  // Paths within a repository have no leading slash.
  const rooted = { ...module, path: toRepositoryPath(resolve(directory)) }
  const called = await readCalled(rooted)
  if (called.size === 0 && module.moduleCalls.length === 0) return module
  const find = (path: string) => called.get(path)
  const missing = findMissingModules(rooted, (path) => called.size >= maximumDirectories || called.has(path))
  return {
    ...module,
    ...checkCalls(rooted, find),
    diagnostics: [...module.diagnostics, ...missing],
  }
}

/** The modules that are called by path, directly or not, by their paths. */
async function readCalled(module: TerraformModule): Promise<ReadonlyMap<string, TerraformModule>> {
  const called = new Map<string, TerraformModule>()
  const waiting = [module]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const { source } of next.moduleCalls) {
      const path = resolveLocalSource(next.path, source)
      if (path === undefined || called.has(path) || called.size >= maximumDirectories) continue
      const found = await readModuleDirectory(resolve(`/${path}`)).catch(() => undefined)
      if (found === undefined) continue
      const rooted = { ...found, path }
      called.set(path, rooted)
      waiting.push(rooted)
    }
  }
  return called
}

function toRepositoryPath(directory: string): string {
  return directory.replace(/\\/g, '/').replace(/^\/+/, '')
}
