import type * as sqlite from 'node:sqlite'

/** Held until it is released or this process ends, however it ends. */
export interface FileLock {
  release(): void
}

/** SQLite's code for a database locked by another process. */
const busy = 5

/**
 * Locks a file for this process; `undefined` if another process holds the lock. Uses an operating system lock, through SQLite
 * because Node.js has no API for it: the lock ends with its holder and works across containers that share the folder. The file is
 * kept. Nothing else in this process may open it, because closing it would release the lock. Throws SQLite's errors.
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

/** Hides the warning of Node.js 22 that SQLite is experimental, which does not concern users. */
function loadSqlite(): typeof sqlite {
  const { emitWarning } = process
  process.emitWarning = () => {}
  try {
    return process.getBuiltinModule('node:sqlite')
  } finally {
    process.emitWarning = emitWarning
  }
}
