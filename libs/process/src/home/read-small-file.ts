import { lstat, readFile } from 'node:fs/promises'

/** Maximum size of the file, in bytes. */
const longest = 4096

/** Reads a small regular file. Throws for anything else, such as a link, a pipe or a large file. */
export async function readSmallFile(path: string): Promise<string> {
  const stats = await lstat(path)
  if (!stats.isFile() || stats.size > longest)
    throw new Error(`${path} is not a regular file, or is too large.`)
  return readFile(path, 'utf8')
}
