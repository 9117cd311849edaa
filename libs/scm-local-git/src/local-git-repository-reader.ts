import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import { NotFoundError } from '@groundplan/errors'
import type {
  OpenRepositoryOptions,
  RepositoryLocation,
  RepositoryReader,
  RepositorySnapshot,
} from '@groundplan/scm'
import { isDirectory } from './clone-bare.ts'
import { CloneCache, measureDirectory } from './clone-cache.ts'
import { createGit } from './git.ts'
import { GitSnapshot } from './git-snapshot.ts'
import { openClone, type OpenedClone } from './open-clone.ts'
import { parseAddress, shortName } from './parse-address.ts'
import type { Remote } from './remote-git.ts'
import { resolveRevision } from './resolve-revision.ts'
import { createFetchObjects, createCloneGit, markDamaged } from './source-clone.ts'
import { isDamage } from './translate-git-error.ts'

export interface LocalGitRepositoryReaderOptions {
  /** Where clones of remote repositories are kept. Several processes of this machine may share it. */
  readonly cacheDirectory: string
  /** What the clones may take together, in bytes; 20 GB by default. Those that were not used for longest go first. */
  readonly maximumBytes?: number | undefined
}

/** Reads repositories with the user's own git: folders in place, remote ones through a cached bare clone without blobs. */
export class LocalGitRepositoryReader implements RepositoryReader {
  readonly #cache: CloneCache

  constructor({ cacheDirectory, maximumBytes = 20_000_000_000 }: LocalGitRepositoryReaderOptions) {
    this.#cache = new CloneCache({ directory: cacheDirectory, maximumBytes })
  }

  async open(
    { address, ref }: RepositoryLocation,
    { signal, credentials, commit }: OpenRepositoryOptions = {},
  ): Promise<RepositorySnapshot> {
    const parsed = parseAddress(address)
    if (parsed.kind === 'path') return openFolder(parsed.path, ref, signal)
    const remote = { ...parsed, signal, findCredentials: async () => credentials }
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

async function openFolder(
  path: string,
  ref: string | undefined,
  signal: AbortSignal | undefined,
): Promise<RepositorySnapshot> {
  if (!(await isDirectory(path))) {
    throw new NotFoundError(`There is no folder ${path}.`, {
      hint: 'Give the path of a git repository, or its URL.',
    })
  }
  const git = createGit({ directory: path, subject: path, signal })
  if ((await git.ask('rev-parse', '--is-bare-repository')) === 'true') {
    const revision = await resolveRevision(git, path, ref)
    return new GitSnapshot({ git }, { name: shortName(path), address: path, scope: '.', ...revision })
  }
  const root = withoutNewline(await git.run('rev-parse', '--show-toplevel'))
  const scope = withoutNewline(await git.run('rev-parse', '--show-prefix')).replace(/\/$/, '')
  const rootGit = createGit({ directory: root, subject: path, signal })
  const revision = await resolveRevision(rootGit, root, ref)
  const name = shortName(basename(root))
  return new GitSnapshot(
    { git: rootGit },
    { name, address: root, scope: scope === '' ? '.' : scope, ...revision },
  )
}

/** Names of folders may end with blanks, so only what git adds is taken away. */
function withoutNewline(printed: string): string {
  return printed.replace(/\r?\n$/, '')
}
