import { existsSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import {
  listLocalSources,
  readModuleVersion,
  type ModuleVersion,
  type SourceFile,
} from '@groundplan/terraform-module'
import { readModuleFiles } from './read-module-directory.ts'

/** Most directories that are read for one module. */
const maximumDirectories = 200

/**
 * Reads the module in a directory of this machine with the modules that it calls by path, for compareModules. Files are named as seen from
 * the current directory. Throws NotFoundError as readModuleDirectory does.
 */
export async function readVersionDirectory(directory: string): Promise<ModuleVersion> {
  const found = new Map<string, readonly SourceFile[]>()
  const waiting = [resolve(directory)]
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    if (found.has(path) || found.size >= maximumDirectories || (found.size > 0 && !existsSync(path))) continue
    const files = readModuleFiles(relative('.', path) || '.')
    found.set(path, files)
    waiting.push(...(await listLocalSources({ path, files })))
  }
  return readModuleVersion([...found].map(([path, files]) => ({ path, files })))
}
