import { lstat, readFile } from 'node:fs/promises'

/** Longest file of ours that is read, in bytes. */
const longest = 4096

/** The text of a small regular file. Throws for anything else: a link, a pipe, a large file. */
export async function readSmallFile(path: string): Promise<string> {
  const stats = await lstat(path)
  if (!stats.isFile() || stats.size > longest) throw new Error(`${path} is not a small file.`)
  return readFile(path, 'utf8')
}
