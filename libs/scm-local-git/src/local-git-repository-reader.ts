import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { InputError } from '@groundplan/errors'
import type { AddressGuard } from '@groundplan/http'
import type {
  FindGitCredentials,
  OpenRepositoryOptions,
  RepositoryLocation,
  RepositoryReader,
  RepositorySnapshot,
} from '@groundplan/scm'
import { CloneCache } from './clone-cache.ts'
import { measureDirectory } from './measure-directory.ts'
import { openFolder } from './folder/open-folder.ts'
import { GitSnapshot } from './git-snapshot.ts'
import { openClone, type OpenedClone } from './open-clone.ts'
import { parseAddress, shortName, type RepositoryAddress } from './parse-address.ts'
import { defaultTransferLimits, type Remote, type TransferLimits } from './remote-git.ts'
import { requireAllowedOrigin } from './require-allowed-origin.ts'
import { createFetchObjects, createCloneGit, markDamaged } from './source-clone.ts'
import { isDamage } from './recognize-git-error.ts'

export interface LocalGitRepositoryReaderOptions {
  /** Folder for clones of remote repositories. May be shared by several processes of this machine. */
  readonly cacheDirectory: string
  /** Size limit for all clones, in bytes. Defaults to 20 GB. The least recently used ones are evicted first. */
  readonly maximumBytes?: number | undefined
  /** Limits for one clone or fetch. Defaults to 2 GiB on disk, 15 minutes, and 2 minutes without progress. */
  readonly limits?: Partial<TransferLimits> | undefined
  /** Decides where git may connect to; anywhere if absent. */
  readonly guard?: AddressGuard | undefined
  /** Throws NotAllowedError for folders that may not be read; absent: all may. */
  readonly requireFolder?: ((folder: string) => Promise<void>) | undefined
}

/**
 * Reads repositories through git: folders in place, remote ones through a cached bare clone without blobs. Ignores their
 * configuration.
 */
export class LocalGitRepositoryReader implements RepositoryReader {
  readonly #cache: CloneCache
  readonly #options: LocalGitRepositoryReaderOptions

  constructor(options: LocalGitRepositoryReaderOptions) {
    const { cacheDirectory, maximumBytes = 20_000_000_000 } = options
    this.#options = options
    this.#cache = new CloneCache({ directory: cacheDirectory, maximumBytes })
  }

  async open(
    { address, ref }: RepositoryLocation,
    { signal, credentials, findCredentials = async () => credentials, commit }: OpenRepositoryOptions = {},
  ): Promise<RepositorySnapshot> {
    const parsed = parseAddress(address)
    // Hosts say where their repositories are: whoever answers for one must not have us read folders or ask others.
    const findChecked: FindGitCredentials = async (rejected) => {
      const granted = await findCredentials(rejected)
      if (granted?.origins !== undefined) requireAllowedOrigin(address, address, granted)
      return granted
    }
    const { guard, requireFolder } = this.#options
    // For web addresses git asks before it connects; what is here already needs nobody.
    if (parsed.kind === 'path' || !/^https?:/i.test(parsed.url)) await findChecked()
    if (requireFolder !== undefined) await checkFolder(parsed, requireFolder)
    if (parsed.kind === 'path') return openFolder(parsed.path, ref, signal)
    const limits = { ...defaultTransferLimits, ...this.#options.limits }
    const remote = { ...parsed, signal, limits, findCredentials: findChecked, guard }
    return this.#openRemote(remote, ref, commit)
  }

  async #openRemote(
    remote: Remote,
    ref: string | undefined,
    commit: string | undefined,
  ): Promise<RepositorySnapshot> {
    const name = shortName(remote.url)
    const digest = createHash('sha256').update(remote.url).digest('hex').slice(0, 16)
    const cloneName = `${name.slice(0, 60)}-${digest}.git`
    const clone = { directory: this.#cache.pathOf(cloneName), remote }
    const { opened, use } = await this.#cache.exclusively(
      cloneName,
      async () => {
        const temporary = this.#cache.temporaryPathOf(cloneName)
        return {
          opened: await openClone(clone, { ref, commit, temporary }),
          use: await this.#cache.use(cloneName),
        }
      },
      remote.signal,
    )
    await this.#trimAfter(opened, clone.directory)
    const fetchObjects = createFetchObjects(clone)
    const source = {
      git: createCloneGit(clone),
      fetchObjects: async (ids: readonly string[]) => {
        await fetchObjects(ids)
        await this.#cache.trim(0)
      },
      during: async <Result>(read: () => Promise<Result>) => {
        await use.touch()
        try {
          return await read()
        } catch (error) {
          if (isDamage(error)) await markDamaged(clone)
          throw error
        }
      },
      close: () => use.end(),
    }
    return new GitSnapshot(source, { name, address: remote.shown, scope: '.', ...opened.revision })
  }

  async #trimAfter({ kind }: OpenedClone, directory: string): Promise<void> {
    if (kind === 'cloned') await this.#cache.trim(await measureDirectory(directory))
    if (kind === 'fetched') await this.#cache.trim(0)
  }
}

async function checkFolder(
  address: RepositoryAddress,
  requireFolder: (folder: string) => Promise<void>,
): Promise<void> {
  if (address.kind === 'path') await requireFolder(address.path)
  else if (/^file:/i.test(address.url)) await requireFolder(folderOf(address.url))
}

/** The folder that a `file://` address names; only if git reads it in the same way, which leaves `..` and hosts in it. */
function folderOf(url: string): string {
  try {
    const path = fileURLToPath(url)
    if (decodeURIComponent(url.slice('file://'.length)) === path) return path
  } catch {
    // Not a folder of this machine.
  }
  throw new InputError('This file:// address names no folder of this machine in the usual way.', {
    hint: 'Use the absolute path of the folder.',
  })
}
