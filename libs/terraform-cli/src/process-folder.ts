import { mkdir, mkdtemp, readdir, realpath, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { lockFile, type FileLock } from '@groundplan/process'

const [prefix, unfinished, lockName] = ['process-', 'new-', 'lock']

/** A folder of this process alone, mode 0700, in one that several processes share. */
export class ProcessFolder {
  readonly path: string
  readonly #lock: FileLock

  private constructor(path: string, lock: FileLock) {
    this.path = path
    this.#lock = lock
  }

  /** Makes the folder, and removes those of processes that are gone, however they ended. */
  static async open(directory: string): Promise<ProcessFolder> {
    await mkdir(directory, { recursive: true, mode: 0o700 })
    const made = await realpath(await mkdtemp(join(directory, unfinished)))
    const lock = lockFile(join(made, lockName))
    if (lock === undefined) throw new Error(`Another process has locked ${made}.`)
    // Under its name it is locked already: nobody takes it for that of a dead process. The lock goes with the file.
    const path = join(directory, basename(made).replace(unfinished, prefix))
    await rename(made, path)
    await removeAbandoned(directory, basename(path))
    return new ProcessFolder(await realpath(path), lock)
  }

  /** Removes the folder and everything in it. */
  async close(): Promise<void> {
    this.#lock.release()
    await rm(this.path, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function removeAbandoned(directory: string, own: string): Promise<void> {
  for (const name of await readdir(directory)) {
    if (!name.startsWith(prefix) || name === own) continue
    const path = join(directory, name)
    const lock = tryLock(join(path, lockName))
    if (lock === undefined) continue
    lock.release()
    await rm(path, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** Also `undefined` if the folder is gone. */
function tryLock(path: string): FileLock | undefined {
  try {
    return lockFile(path)
  } catch {
    return undefined
  }
}
