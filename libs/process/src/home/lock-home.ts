import { join } from 'node:path'
import { errorMessage, InputError } from '@groundplan/errors'
import { lockFile, type FileLock } from '../lock-file.ts'

/** Locks a home for this process, or returns `undefined` if another process holds it. See {@link lockFile}. Throws InputError. */
export function lockHome(home: string): FileLock | undefined {
  const path = join(home, 'lock.sqlite')
  try {
    return lockFile(path)
  } catch (cause) {
    throw new InputError(`The folder ${home} cannot be locked: ${errorMessage(cause)}.`, {
      hint: `Make it writable, free some space, or choose another folder with GROUNDPLAN_HOME. It must be on a file system with locks. If ${path} is damaged and no server runs, remove it.`,
      cause,
    })
  }
}
