import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { errorMessage, InputError } from '@groundplan/errors'

export interface HomeLock {
  release(): void
}

/** SQLite's code for a database that somebody else has locked. */
const busy = 5

/**
 * Locks a home for this process, or returns `undefined` if another process holds it. The lock is one of the operating system on a
 * file, taken through SQLite because Node.js has no call of its own for it: it ends with the process however that ends, and holds
 * between containers that share the folder. Nothing else in this process may open the file. Throws InputError.
 */
export function lockHome(home: string): HomeLock | undefined {
  const path = join(home, 'lock.sqlite')
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(path, { timeout: 0 })
    database.exec('PRAGMA journal_mode = MEMORY; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
  } catch (error) {
    database?.close()
    if (error instanceof Error && 'errcode' in error && error.errcode === busy) return undefined
    throw new InputError(`The folder ${home} cannot be locked: ${errorMessage(error)}`, {
      hint: 'Make it writable or choose another one with GROUNDPLAN_HOME. It must be on a file system with locks.',
      cause: error,
    })
  }
  const held = database
  return { release: () => held.close() }
}
