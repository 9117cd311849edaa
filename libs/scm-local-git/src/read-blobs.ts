import type { ReadContents, UnreadReason } from '@groundplan/scm'
import type { Git } from './git.ts'
import { readObjects, readSizes } from './git-objects.ts'

/** Gets objects into the repository, those of them that there are, in one git operation. */
export type FetchObjects = (ids: readonly string[]) => Promise<void>

/** Size limits, in bytes: contents are held in memory. */
export interface BlobLimits {
  /** Of one blob. */
  readonly blobBytes: number
  /** Of all blobs of one call. */
  readonly totalBytes: number
}

/** For sources: no file that we understand comes near. */
export const sourceLimits: BlobLimits = { blobBytes: 50_000_000, totalBytes: 500_000_000 }

/** About how much one command of git gives at a time, in bytes: what it prints is held twice for a moment. */
const batchBytes = 32_000_000

/** Contents, with the reasons why others were skipped. */
export class Contents<Content> extends Map<string, Content> implements ReadContents<Content> {
  readonly unread = new Map<string, UnreadReason>()
}

export interface ReadBlobsOptions {
  readonly fetchObjects?: FetchObjects | undefined
  readonly limits?: BlobLimits | undefined
}

/** Reads the blobs that exist or can be fetched and are within the limits. */
export async function readBlobs(
  git: Git,
  blobIds: readonly string[],
  { fetchObjects, limits = sourceLimits }: ReadBlobsOptions = {},
): Promise<Contents<Uint8Array>> {
  const ids = [...new Set(blobIds)]
  const sizes = new Map(await readSizes(git, ids))
  const missing = ids.filter((id) => !sizes.has(id))
  if (missing.length > 0 && fetchObjects !== undefined) {
    await fetchObjects(missing)
    for (const [id, size] of await readSizes(git, missing)) sizes.set(id, size)
  }
  const contents = new Contents<Uint8Array>()
  const wanted: string[] = []
  let total = 0
  for (const id of ids) {
    const reason = whyUnread(sizes.get(id), total, limits)
    if (reason !== undefined) contents.unread.set(id, reason)
    else {
      wanted.push(id)
      total += sizes.get(id) ?? 0
    }
  }
  for (const batch of splitBatches(wanted, sizes)) {
    for (const [id, bytes] of await readObjects(git, batch)) contents.set(id, bytes)
  }
  return contents
}

function whyUnread(
  size: number | undefined,
  total: number,
  { blobBytes, totalBytes }: BlobLimits,
): UnreadReason | undefined {
  if (size === undefined) return 'missing'
  if (size > blobBytes) return 'too-large'
  return total + size > totalBytes ? 'too-much' : undefined
}

function splitBatches(
  ids: readonly string[],
  sizes: ReadonlyMap<string, number>,
): readonly (readonly string[])[] {
  const batches: string[][] = []
  let bytes = Infinity
  for (const id of ids) {
    const size = sizes.get(id) ?? 0
    if (bytes + size > batchBytes) {
      batches.push([])
      bytes = 0
    }
    batches.at(-1)?.push(id)
    bytes += size
  }
  return batches
}
