import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { InputError, NotFoundError } from '@groundplan/errors'

/** The file, or the YAML files in and below the folder, in path order. Hidden folders are left out. Throws NotFoundError. */
export async function listFiles(path: string): Promise<readonly string[]> {
  const found = await stat(path).catch(() => undefined)
  if (found === undefined) throw new NotFoundError(`There is no file or folder ${path}.`)
  return found.isDirectory() ? listBelow(path) : [path]
}

/** Links to folders are not followed: they may lead back. */
async function listBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const shown = entries.filter(({ name }) => !name.startsWith('.') && name !== 'node_modules')
  const listed = await Promise.all(
    shown.map(async (entry) => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return listBelow(path)
      return entry.isFile() && /\.ya?ml$/.test(entry.name) ? [path] : []
    }),
  )
  return listed.flat().toSorted()
}

/** A file's text. Throws InputError. */
export async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    throw new InputError(`The file ${file} cannot be read.`, { hint: 'Check the path.', cause })
  }
}
