import { join } from 'node:path'
import { errorMessage, InputError } from '@groundplan/errors'
import { lockFile, type FileLock } from '../lock-file.ts'

/** Locks a home for this process; `undefined` if another process holds the lock. See {@link lockFile}. Throws InputError. */
export function lockHome(home: string): FileLock | undefined {
  const path = join(home, 'lock.sqlite')
  try {
    return lockFile(path)
  } catch (cause) {
    throw new InputError(`Could not lock the folder ${home}: ${errorMessage(cause)}.`, {
      hint: `Make it writable, free up space, or set GROUNDPLAN_HOME to another folder. Its file system must support locks. If ${path} is damaged and no server is running, remove it.`,
      cause,
    })
  }
}
