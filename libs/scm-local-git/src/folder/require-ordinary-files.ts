import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { damagedRepository } from '../translate-git-error.ts'

/**
 * Throws a damage if there is anything among the objects that git would wait for when it opens it: a pipe, a socket, a device, or
 * a link to one. Objects lie at most two folders deep.
 */
export async function requireOrdinaryFiles(objects: string, shown: string): Promise<void> {
  const entries = await readdir(objects, { withFileTypes: true })
  for (const entry of entries) {
    const path = join(objects, entry.name)
    const within = entry.isDirectory() ? await readdir(path, { withFileTypes: true }) : []
    for (const { each, at } of [
      { each: entry, at: path },
      ...within.map((inner) => ({ each: inner, at: join(path, inner.name) })),
    ]) {
      if (each.isFile() || each.isDirectory()) continue
      const target = each.isSymbolicLink() ? await stat(at).catch(() => undefined) : undefined
      const isOrdinary =
        each.isSymbolicLink() && (target === undefined || target.isFile() || target.isDirectory())
      if (!isOrdinary) throw damagedRepository(shown, new Error(`${at} is not a regular file.`))
    }
  }
}
