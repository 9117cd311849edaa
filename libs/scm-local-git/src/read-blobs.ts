import type { Git } from './git.ts'
import { readObjects, readSizes } from './git-objects.ts'

/** Largest blob that is read, in bytes: no file that we understand comes near, and contents are held in memory. */
const maximumSize = 50_000_000

/** Gets objects into the repository, those of them that there are, in one git operation. */
export type FetchObjects = (ids: readonly string[]) => Promise<void>

/** Contents by blob id, of those that are here or can be fetched. Blobs over 50 MB are left out. */
export async function readBlobs(
  git: Git,
  blobIds: readonly string[],
  fetchObjects: FetchObjects | undefined,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const ids = [...new Set(blobIds)]
  const sizes = new Map(await readSizes(git, ids))
  const missing = ids.filter((id) => !sizes.has(id))
  if (missing.length > 0 && fetchObjects !== undefined) {
    await fetchObjects(missing)
    for (const [id, size] of await readSizes(git, missing)) sizes.set(id, size)
  }
  return readObjects(
    git,
    [...sizes].flatMap(([id, size]) => (size <= maximumSize ? [id] : [])),
  )
}
