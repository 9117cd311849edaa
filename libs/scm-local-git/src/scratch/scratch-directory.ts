import { lstat, mkdtemp, readdir, rm } from 'node:fs/promises'
import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { claimFile, readClaim } from '@groundplan/process'

/** How the names of our temporary folders begin, now and in earlier versions. */
const prefix = 'groundplan-git-'
const earlierPrefix = 'groundplan-merge-'

/** A folder that nobody has claimed may be in use for so long, in milliseconds. */
const claimPeriod = 3600 * 1000

interface Root {
  readonly path: string
  readonly inode: number
}

/**
 * The temporary folder of this process for repositories that only git sees. It goes with the process; what processes that were
 * killed have left goes when the next one starts.
 */
export class ScratchDirectory {
  #root: Promise<Root> | undefined

  /** A new folder in it. */
  async create(): Promise<string> {
    return mkdtemp(join(await this.#path(), 'repository-'))
  }

  async #path(): Promise<string> {
    const known = await this.#root
    // Something that cleans up temporary files may have taken it, and anybody may make a folder of the same name.
    const isThere = known !== undefined && (await inodeOf(known.path)) === known.inode
    if (known !== undefined && !isThere) this.#root = undefined
    this.#root ??= createRoot()
    return (await this.#root).path
  }
}

async function createRoot(): Promise<Root> {
  await removeLeftovers()
  const path = await mkdtemp(join(tmpdir(), prefix))
  await claimFile(join(path, 'owner'))
  process.once('exit', () => rmSync(path, { recursive: true, force: true }))
  return { path, inode: (await inodeOf(path)) ?? 0 }
}

async function removeLeftovers(): Promise<void> {
  const names = (await readdir(tmpdir())).filter(
    (name) => name.startsWith(prefix) || name.startsWith(earlierPrefix),
  )
  for (const path of names.map((name) => join(tmpdir(), name))) {
    const stats = await lstat(path).catch(() => undefined)
    const isOurs = stats?.isDirectory() === true && stats.uid === process.getuid?.()
    if (!isOurs || Date.now() - stats.mtimeMs < claimPeriod) continue
    if ((await readClaim(join(path, 'owner'))) !== undefined) continue
    await rm(path, { recursive: true, force: true }).catch(() => {})
  }
}

async function inodeOf(path: string): Promise<number | undefined> {
  const stats = await lstat(path).catch(() => undefined)
  return stats?.isDirectory() === true ? stats.ino : undefined
}

/** The one of this process. */
export const scratchDirectory = new ScratchDirectory()
