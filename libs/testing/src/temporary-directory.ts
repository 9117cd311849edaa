import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

/** Call it at the top of a test file or suite: gives a function that makes empty folders, which are gone when the tests are done. */
export function useTemporaryDirectories(): () => Promise<string> {
  const made: string[] = []
  afterAll(async () => {
    for (const directory of made) await rm(directory, { recursive: true, force: true, maxRetries: 5 })
  })
  return async () => {
    // Git and others answer with real paths, and on some systems the folder for temporary files is a link.
    const directory = await realpath(await mkdtemp(join(tmpdir(), 'groundplan-test-')))
    made.push(directory)
    return directory
  }
}
