import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pauseFor } from './retry.ts'

/** A living git holds a lock on a ref for less than that, in milliseconds. */
const longest = 5000

/**
 * Waits until nobody changes the refs of a bare repository. Locks that a git has left which was killed are removed; otherwise
 * they would be in the way forever.
 */
export async function waitForLocks(directory: string, signal?: AbortSignal | undefined): Promise<void> {
  for (;;) {
    const locks = await listLocks(directory)
    for (const lock of locks) {
      const stats = await stat(lock).catch(() => undefined)
      if (stats !== undefined && Date.now() - stats.mtimeMs > longest) await rm(lock, { force: true })
    }
    if (locks.length === 0) return
    await pauseFor(100, signal)
  }
}

async function listLocks(directory: string): Promise<readonly string[]> {
  const names = await readdir(directory).catch(() => [])
  const refs = await readdir(join(directory, 'refs'), { recursive: true }).catch(() => [])
  return [...names, ...refs.map((name) => join('refs', name))]
    .filter((name) => name.endsWith('.lock'))
    .map((name) => join(directory, name))
}
