import type * as sqlite from 'node:sqlite'

/** Held until it is released or this process ends, however it ends. */
export interface FileLock {
  release(): void
}

/** SQLite's code for a database that somebody else has locked. */
const busy = 5

/**
 * Locks a file for this process; `undefined` if somebody else holds it. The lock is one of the operating system, taken through
 * SQLite because Node.js has no call of its own for it: it ends with its holder and counts across containers that share the
 * folder. The file stays. Nothing else in this process may open it: closing it would release the lock. Throws what SQLite says.
 */
export function lockFile(path: string): FileLock | undefined {
  const { DatabaseSync } = loadSqlite()
  let database: sqlite.DatabaseSync | undefined
  try {
    database = new DatabaseSync(path, { timeout: 0 })
    database.exec('PRAGMA journal_mode = MEMORY; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
  } catch (error) {
    database?.close()
    if (error instanceof Error && 'errcode' in error && error.errcode === busy) return undefined
    throw error
  }
  const held = database
  return { release: () => held.close() }
}

/** Node.js 22 warns that SQLite is experimental, which means nothing to our users. */
function loadSqlite(): typeof sqlite {
  const { emitWarning } = process
  process.emitWarning = () => {}
  try {
    return process.getBuiltinModule('node:sqlite')
  } finally {
    process.emitWarning = emitWarning
  }
}
