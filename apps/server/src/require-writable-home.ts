import { randomUUID } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { errorMessage, findStorageError, InputError } from '@groundplan/errors'

/** Writes a file to the home and removes it. Throws InputError, before anything else is opened, if that fails. */
export async function requireWritableHome(home: string): Promise<void> {
  const file = join(home, `.write-check-${randomUUID()}`)
  try {
    await writeFile(file, new Uint8Array(65_536), { flag: 'wx', flush: true })
  } catch (error) {
    const storage = findStorageError(error)
    const reason = storage === undefined ? errorMessage(error) : storage.message.replace(file, home)
    throw new InputError(`The folder ${home} is not writable. ${reason}`, {
      hint: `${storage?.hint ?? 'Make it writable.'} Or choose another folder with GROUNDPLAN_HOME.`,
      cause: error,
    })
  } finally {
    await rm(file, { force: true }).catch(() => {})
  }
}
