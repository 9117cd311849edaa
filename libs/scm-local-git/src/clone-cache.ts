import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { claimFile, readClaim } from '@groundplan/process'
import { exclusively, tryExclusively } from './exclusive.ts'
import { measureDirectory } from './measure-directory.ts'

export interface CloneCacheOptions {
  readonly directory: string
  /** Size limit for all clones together, in bytes. May be exceeded while all are in use. */
  readonly maximumBytes: number
}

/** A lease on a clone, which keeps it from being removed. */
export interface CloneUse {
  /** Renews the lease, which expires after an hour. */
  touch(): Promise<void>
  end(): Promise<void>
}

/** Duration of a lease without renewal, in milliseconds, so that a leaked lease does not keep a clone forever. */
const longestIdleUse = 3600 * 1000

/** The file whose modification time is that of the clone's last use. */
const lastUse = 'groundplan-used'
/** How the names of files end that claim a use of a clone. */
const useName = /\.use-[0-9a-f-]{36}$/

/** A cache of clones in a folder shared by several processes. Evicts the least recently used ones. */
export class CloneCache {
  readonly #directory: string
  readonly #maximumBytes: number
  /** Claims are apart from the clones, which come and go. */
  readonly #claims: string
  #prepared: Promise<void> | undefined
  /** How much this process may add before it measures the folder again. */
  #room = 0
  #measuredAt = 0

  constructor({ directory, maximumBytes }: CloneCacheOptions) {
    this.#directory = directory
    this.#maximumBytes = maximumBytes
    this.#claims = join(directory, '.claims')
  }

  pathOf(name: string): string {
    return join(this.#directory, name)
  }

  /** Where the names of unfinished clones of this name begin; whoever makes one must have it {@link exclusively}. */
  temporaryPathOf(name: string): string {
    return join(this.#directory, `.clone-${name}-`)
  }

  /** Runs an action on a clone with exclusive access across processes. */
  async exclusively<Result>(
    name: string,
    work: () => Promise<Result>,
    signal?: AbortSignal | undefined,
  ): Promise<Result> {
    await (this.#prepared ??= this.#prepare().catch((error: unknown) => {
      this.#prepared = undefined
      throw error
    }))
    return exclusively(this.#lockOf(name), work, signal)
  }

  /** Call it within {@link exclusively}. */
  async use(name: string): Promise<CloneUse> {
    const file = join(this.#claims, `${name}.use-${randomUUID()}`)
    const claimed = await claimFile(file)
    await writeFile(join(this.pathOf(name), lastUse), '')
    return {
      touch: async () => {
        const now = new Date()
        await Promise.all(
          [file, join(this.pathOf(name), lastUse)].map((path) => utimes(path, now, now)),
        ).catch(() => {})
      },
      end: async () => {
        if (claimed.kind === 'claimed') await claimed.claim.release()
      },
    }
  }

  /** Evicts clones over the limit, after one has grown by about this many bytes. */
  async trim(grownBy: number): Promise<void> {
    this.#room -= grownBy
    // Others add as well.
    if (this.#room > 0 && Date.now() - this.#measuredAt < 60_000) return
    const clones = await this.#measure()
    let total = clones.reduce((sum, { bytes }) => sum + bytes, 0)
    for (const { name, bytes } of clones.toSorted((left, right) => left.usedAt - right.usedAt)) {
      if (total <= this.#maximumBytes) break
      if (await this.#evict(name)) total -= bytes
    }
    this.#room = (this.#maximumBytes - total) / 2
    this.#measuredAt = Date.now()
  }

  /** False if it is in use. */
  async #evict(name: string): Promise<boolean> {
    const evicted = await tryExclusively(this.#lockOf(name), async () => {
      if (await this.#isUsed(name)) return undefined
      const aside = join(this.#directory, `.evicted-${randomUUID()}`)
      await rename(this.pathOf(name), aside)
      return aside
    })
    if (evicted === undefined) return false
    await rm(evicted, { recursive: true, force: true })
    return true
  }

  async #isUsed(name: string): Promise<boolean> {
    const files = (await readdir(this.#claims)).filter(
      (file) => file.startsWith(`${name}.use-`) && useName.test(file),
    )
    for (const file of files.map((each) => join(this.#claims, each))) {
      const touched = (await stat(file).catch(() => undefined))?.mtimeMs ?? 0
      const isAlive = (await readClaim(file)) !== undefined
      if (isAlive && Date.now() - touched < longestIdleUse) return true
      await rm(file, { force: true })
    }
    return false
  }

  async #measure(): Promise<readonly { name: string; bytes: number; usedAt: number }[]> {
    const names = (await readdir(this.#directory)).filter((name) => !name.startsWith('.'))
    return Promise.all(
      names.map(async (name) => {
        const used = await stat(join(this.pathOf(name), lastUse)).catch(() => undefined)
        return { name, bytes: await measureDirectory(this.pathOf(name)), usedAt: used?.mtimeMs ?? 0 }
      }),
    )
  }

  /** Creates the folder and removes leftovers of killed processes. */
  async #prepare(): Promise<void> {
    await mkdir(this.#claims, { recursive: true })
    const left = await readdir(this.#directory)
    for (const name of left) {
      const [, clone] = /^\.clone-(.*)-[^-]*$/.exec(name) ?? []
      const isOver = name.startsWith('.evicted-') || (clone !== undefined && !(await this.#isLocked(clone)))
      if (isOver) await rm(join(this.#directory, name), { recursive: true, force: true })
    }
  }

  async #isLocked(name: string): Promise<boolean> {
    return (await readClaim(this.#lockOf(name))) !== undefined
  }

  #lockOf(name: string): string {
    return join(this.#claims, `${name}.lock`)
  }
}
