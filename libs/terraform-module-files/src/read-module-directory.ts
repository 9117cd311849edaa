import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { NotFoundError } from '@groundplan/errors'
import {
  isConfigurationFile,
  readModule,
  type SourceFile,
  type TerraformModule,
} from '@groundplan/terraform-module'

/** Maximum file size, in bytes. */
const maximumSize = 20_000_000

/**
 * Reads the module in a directory of this machine; its path is the directory as given. Files that are links are read, as
 * Terraform does. Throws NotFoundError if there is no such directory or no Terraform file in it.
 */
export async function readModuleDirectory(directory: string): Promise<TerraformModule> {
  return readModule({ path: directory, files: readModuleFiles(directory) })
}

/** The files of a module as readModule wants them, named as the directory is given. Throws as readModuleDirectory does. */
export function readModuleFiles(directory: string): readonly SourceFile[] {
  const names = listNames(directory)
  if (!names.some(isConfigurationFile)) {
    throw new NotFoundError(`No Terraform files in ${directory}.`, {
      hint: 'Specify a folder with .tf files.',
    })
  }
  const wanted = names.filter((name) => isConfigurationFile(name) || /^readme\.md$/i.test(name))
  return wanted.flatMap((name) => readSource(join(directory, name)))
}

function listNames(directory: string): readonly string[] {
  try {
    return readdirSync(directory)
  } catch {
    throw new NotFoundError(`Folder ${directory} does not exist.`)
  }
}

/**
 * Skips what is not a file, has disappeared or is unreadable: Terraform would stop there, but an inspection should still show the
 * rest.
 */
function readSource(path: string): readonly SourceFile[] {
  try {
    const stats = statSync(path)
    return stats.isFile() && stats.size <= maximumSize ? [{ path, bytes: readFileSync(path) }] : []
  } catch {
    return []
  }
}
