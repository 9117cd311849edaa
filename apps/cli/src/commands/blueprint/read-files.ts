import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { InputError, NotFoundError } from '@groundplan/errors'

/** The file, or the .yaml files of the folder. Throws NotFoundError. */
export async function listFiles(path: string): Promise<readonly string[]> {
  const found = await stat(path).catch(() => undefined)
  if (found === undefined) throw new NotFoundError(`There is no file or folder ${path}.`)
  if (!found.isDirectory()) return [path]
  const names = await readdir(path)
  return names
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => join(path, name))
}

/** A file's text. Throws InputError. */
export async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    throw new InputError(`The file ${file} cannot be read.`, { hint: 'Check the path.', cause })
  }
}
