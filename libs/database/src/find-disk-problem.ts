import { randomUUID } from 'node:crypto'
import { rm, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findStorageError, storageError, type ExternalServiceError } from '@groundplan/errors'

/** The error for a folder whose disk is full, read-only or failing, or has fewer bytes free than needed; `undefined` if it is fine. Leaves no file behind. */
export async function findDiskProblem(
  directory: string,
  neededBytes = 0,
): Promise<ExternalServiceError | undefined> {
  const file = join(directory, `.write-check-${randomUUID()}`)
  try {
    await writeFile(file, new Uint8Array(65_536), { flag: 'wx', flush: true })
    const { bavail, bsize } = await statfs(directory)
    return bavail * bsize < neededBytes ? storageError('full', directory) : undefined
  } catch (error) {
    return findStorageError(error)
  } finally {
    await rm(file, { force: true }).catch(() => {})
  }
}
