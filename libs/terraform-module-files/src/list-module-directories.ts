import { readdirSync, statSync, type Dirent } from 'node:fs'
import { join } from 'node:path'
import { isConfigurationFile } from '@groundplan/terraform-module'

/**
 * Every directory below `root`, itself included, that has Terraform files of its own, in path order: examples, tests and what
 * Terraform has downloaded into `.terraform` as well. Links to directories are not followed, git's own directory is left out,
 * and directories that cannot be read have no modules.
 */
export function listModuleDirectories(root: string): readonly string[] {
  const found: string[] = []
  const waiting = [root]
  for (let directory = waiting.pop(); directory !== undefined; directory = waiting.pop()) {
    const entries = readEntries(directory)
    if (entries.some((entry) => isConfigurationFile(entry.name) && isFile(directory, entry)))
      found.push(directory)
    for (const entry of entries)
      if (entry.isDirectory() && entry.name !== '.git') waiting.push(join(directory, entry.name))
  }
  return found.toSorted()
}

function readEntries(directory: string): readonly Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true })
  } catch {
    return []
  }
}

/** Links to files are included: Terraform reads them. */
function isFile(directory: string, entry: Dirent): boolean {
  if (!entry.isSymbolicLink()) return entry.isFile()
  try {
    return statSync(join(directory, entry.name)).isFile()
  } catch {
    return false
  }
}
