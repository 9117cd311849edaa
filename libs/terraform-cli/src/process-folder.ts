import { mkdir, mkdtemp, readdir, realpath, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { lockFile, type FileLock } from '@groundplan/process'

const [prefix, unfinished, lockName] = ['process-', 'new-', 'lock']

/** The folder of a process that is gone. */
export interface AbandonedFolder {
  readonly path: string
  /** Nobody else gets the folder before. */
  readonly release: () => void
}

/** A folder of this process alone, mode 0700, in one that several processes share. */
export class ProcessFolder {
  readonly path: string
  readonly #lock: FileLock

  private constructor(path: string, lock: FileLock) {
    this.path = path
    this.#lock = lock
  }

  /** Makes the folder, and removes those of processes that are gone, however they ended, unless `onAbandoned` looks after them. */
  static async open(
    directory: string,
    onAbandoned: (folder: AbandonedFolder) => Promise<void> = removeAbandoned,
  ): Promise<ProcessFolder> {
    await mkdir(directory, { recursive: true, mode: 0o700 })
    const made = await realpath(await mkdtemp(join(directory, unfinished)))
    const lock = lockFile(join(made, lockName))
    if (lock === undefined) throw new Error(`Another process has locked ${made}.`)
    // Under its name it is locked already: nobody takes it for that of a dead process. The lock goes with the file.
    const path = join(directory, basename(made).replace(unfinished, prefix))
    await rename(made, path)
    await findAbandoned(directory, basename(path), onAbandoned)
    return new ProcessFolder(await realpath(path), lock)
  }

  /** Leaves the folder to the next process, as if this one had died. */
  leave(): void {
    this.#lock.release()
  }

  /** Removes the folder and everything in it. */
  async close(): Promise<void> {
    this.#lock.release()
    await removeFolder(this.path)
  }
}

async function removeAbandoned({ path, release }: AbandonedFolder): Promise<void> {
  release()
  await removeFolder(path)
}

export async function removeFolder(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 5 })
}

async function findAbandoned(
  directory: string,
  own: string,
  onAbandoned: (folder: AbandonedFolder) => Promise<void>,
): Promise<void> {
  for (const name of await readdir(directory)) {
    if (!name.startsWith(prefix) || name === own) continue
    const path = join(directory, name)
    const lock = tryLock(join(path, lockName))
    if (lock === undefined) continue
    await onAbandoned({ path, release: () => lock.release() })
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
