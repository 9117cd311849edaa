import { createHash } from 'node:crypto'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { NotFoundError } from '@groundplan/errors'
import type {
  OpenRepositoryOptions,
  RepositoryLocation,
  RepositoryReader,
  RepositorySnapshot,
} from '@groundplan/scm'
import { cloneBare, isDirectory } from './clone-bare.ts'
import { exclusively } from './exclusive.ts'
import { fetchRefs } from './fetch-refs.ts'
import { createGit } from './git.ts'
import { GitSnapshot } from './git-snapshot.ts'
import { parseAddress, shortName } from './parse-address.ts'
import type { Remote } from './remote-git.ts'
import { requireReadable } from './require-readable.ts'
import { resolveRevision } from './resolve-revision.ts'
import { isDamage } from './translate-git-error.ts'

export interface LocalGitRepositoryReaderOptions {
  /** Where clones of remote repositories are kept. One process at a time may use it. */
  readonly cacheDirectory: string
}

interface SourceRemote extends Remote {
  readonly ref: string | undefined
}

const cloneName = /^\.clone-/

/** Reads repositories with the user's own git: folders in place, remote ones through a cached bare clone. */
export class LocalGitRepositoryReader implements RepositoryReader {
  readonly #cacheDirectory: string
  #prepared: Promise<void> | undefined

  constructor({ cacheDirectory }: LocalGitRepositoryReaderOptions) {
    this.#cacheDirectory = cacheDirectory
  }

  async open(
    { address, ref }: RepositoryLocation,
    { signal, credentials }: OpenRepositoryOptions = {},
  ): Promise<RepositorySnapshot> {
    const parsed = parseAddress(address)
    if (parsed.kind === 'path') return openFolder(parsed.path, ref, signal)
    return this.#openRemote({ ...parsed, ref, signal, findCredentials: async () => credentials })
  }

  async #openRemote(remote: SourceRemote): Promise<RepositorySnapshot> {
    const name = shortName(remote.url)
    const digest = createHash('sha256').update(remote.url).digest('hex').slice(0, 16)
    const directory = join(this.#cacheDirectory, `${name.slice(0, 60)}-${digest}.git`)
    const claim = `${directory}.claim`
    return exclusively(claim, () => this.#update(directory, name, remote), remote.signal)
  }

  async #update(directory: string, name: string, remote: SourceRemote): Promise<RepositorySnapshot> {
    if (await isDirectory(directory)) {
      try {
        await fetchClone(directory, remote)
        return await openClone(directory, name, remote)
      } catch (error) {
        if (!isDamage(error)) throw error
        await rm(directory, { recursive: true, force: true })
      }
    }
    await this.#clone(directory, remote)
    return openClone(directory, name, remote)
  }

  async #clone(directory: string, remote: Remote): Promise<void> {
    await (this.#prepared ??= prepareCache(this.#cacheDirectory))
    await cloneBare(remote, { directory, temporary: join(this.#cacheDirectory, '.clone-'), flags: [] })
  }
}

/** Makes the cache's folder and removes what a process that was killed has left there. */
async function prepareCache(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true })
  const left = (await readdir(directory)).filter((name) => cloneName.test(name))
  await Promise.all(left.map((name) => rm(join(directory, name), { recursive: true, force: true })))
}

/** Brings a clone up to date, its default branch included. */
async function fetchClone(directory: string, remote: Remote): Promise<void> {
  const { shown, signal } = remote
  await requireReadable(createGit({ directory, isRepository: true, subject: shown, signal }), shown)
  await fetchRefs(remote, {
    directory,
    refspecs: ['+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*'],
  })
}

async function openClone(
  directory: string,
  name: string,
  { shown, ref, signal }: SourceRemote,
): Promise<RepositorySnapshot> {
  const git = createGit({ directory, isRepository: true, subject: shown, signal })
  const revision = await resolveRevision(git, shown, ref)
  // A clone whose objects are incomplete is found out now, while it can still be replaced.
  await git.run('rev-list', '--objects', '--no-walk', '--quiet', revision.commit)
  return new GitSnapshot(git, { name, address: shown, scope: '.', ...revision })
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
    return new GitSnapshot(git, { name: shortName(path), address: path, scope: '.', ...revision })
  }
  const root = withoutNewline(await git.run('rev-parse', '--show-toplevel'))
  const scope = withoutNewline(await git.run('rev-parse', '--show-prefix')).replace(/\/$/, '')
  const rootGit = createGit({ directory: root, subject: path, signal })
  const revision = await resolveRevision(rootGit, root, ref)
  const name = shortName(basename(root))
  return new GitSnapshot(rootGit, { name, address: root, scope: scope === '' ? '.' : scope, ...revision })
}

/** Names of folders may end with blanks, so only what git adds is taken away. */
function withoutNewline(printed: string): string {
  return printed.replace(/\r?\n$/, '')
}
