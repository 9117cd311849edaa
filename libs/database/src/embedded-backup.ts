import { openAsBlob } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { ConflictError } from '@groundplan/errors'
import { createEmbedded, hasEmbeddedDatabase, openEmbedded } from './open-database.ts'

/** Writes the embedded database of a directory into one compressed file. Throws InputError or ConflictError, as for opening it. */
export async function backUpEmbeddedDatabase(directory: string, file: string): Promise<void> {
  const database = await openEmbedded(directory)
  try {
    await database.exec('checkpoint')
    const dump = await database.dumpDataDir('gzip')
    await writeFile(file, dump.stream(), { flag: 'wx', mode: 0o600, flush: true })
  } finally {
    await database.close()
  }
}

/**
 * Makes an embedded database in a directory from a file that {@link backUpEmbeddedDatabase} wrote. Throws ConflictError if there is
 * a database already. A stop in the middle leaves an unfinished one, which does not count.
 */
export async function restoreEmbeddedDatabase(file: string, directory: string): Promise<void> {
  if (await hasEmbeddedDatabase(directory))
    throw new ConflictError(`${directory} already contains a database.`, {
      hint: 'Choose an empty folder.',
    })
  const database = await createEmbedded(directory, await openAsBlob(file))
  await database.close()
}
