import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { NotFoundError } from '@groundplan/errors'
import type {
  OpenRepositoryOptions,
  RepositoryLocation,
  RepositoryReader,
  RepositorySnapshot,
} from '@groundplan/scm'
import { createGit, type Git } from './git.ts'
import { GitSnapshot } from './git-snapshot.ts'
import { parseAddress, shortName } from './parse-address.ts'
import { resolveRevision } from './resolve-revision.ts'
import { damagedRepository, isDamage } from './translate-git-error.ts'

export interface LocalGitRepositoryReaderOptions {
  /** Where clones of remote repositories are kept. One process at a time may use it. */
  readonly cacheDirectory: string
}

interface Remote {
  readonly url: string
  /** For people: without credentials. */
  readonly shown: string
  readonly ref: string | undefined
  readonly signal: AbortSignal | undefined
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
    { signal }: OpenRepositoryOptions = {},
  ): Promise<RepositorySnapshot> {
    const parsed = parseAddress(address)
    if (parsed.kind === 'path') return openFolder(parsed.path, ref, signal)
    return this.#openRemote({ ...parsed, ref, signal })
  }

  async #openRemote(remote: Remote): Promise<RepositorySnapshot> {
    const name = shortName(remote.url)
    const digest = createHash('sha256').update(remote.url).digest('hex').slice(0, 16)
    const directory = join(this.#cacheDirectory, `${name.slice(0, 60)}-${digest}.git`)
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

  /** Clones next to the final place, so that a stop leaves no half clone there. */
  async #clone(directory: string, { url, shown, signal }: Remote): Promise<void> {
    await (this.#prepared ??= prepareCache(this.#cacheDirectory))
    const temporary = await mkdtemp(join(this.#cacheDirectory, '.clone-'))
    try {
      const git = createGit({ directory: temporary, subject: shown, signal })
      await git.run('clone', '--quiet', '--bare', '--', url, 'repository')
      // Somebody else who has cloned it meanwhile has the same.
      await rename(join(temporary, 'repository'), directory).catch(async (error: unknown) => {
        if (!(await isDirectory(directory))) throw error
      })
    } finally {
      // A git that was stopped a moment ago may still be writing.
      await rm(temporary, { recursive: true, force: true, maxRetries: 5 })
    }
  }
}

/** Makes the cache's folder and removes what a process that was killed has left there. */
async function prepareCache(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true })
  const left = (await readdir(directory)).filter((name) => cloneName.test(name))
  await Promise.all(left.map((name) => rm(join(directory, name), { recursive: true, force: true })))
}

/** Brings a clone up to date, its default branch included. */
async function fetchClone(directory: string, { url, shown, signal }: Remote): Promise<void> {
  const git = createGit({ directory, isRepository: true, subject: shown, signal })
  await requireReadable(git, shown)
  const flags = ['--quiet', '--prune', '--force']
  await git.run('fetch', ...flags, '--', url, '+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*')
  const printed = await git.run('ls-remote', '--symref', '--', url, 'HEAD')
  const branch = /^ref: (refs\/heads\/\S+)\tHEAD$/m.exec(printed)?.[1]
  const commit = /^([0-9a-f]{40,64})\tHEAD$/m.exec(printed)?.[1]
  if (branch !== undefined) await git.run('symbolic-ref', 'HEAD', branch)
  else if (commit !== undefined) {
    // A head that is on no branch has commits that only it names.
    await git.run('fetch', ...flags, '--', url, 'HEAD')
    await git.run('update-ref', '--no-deref', 'HEAD', commit)
  }
}

/** Throws a damage if git does not take the directory for a repository at all. */
async function requireReadable(git: Git, shown: string): Promise<void> {
  try {
    await git.run('rev-parse', '--is-bare-repository')
    await git.run('for-each-ref', '--count=1')
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error
    throw damagedRepository(shown, error)
  }
}

async function openClone(
  directory: string,
  name: string,
  { shown, ref, signal }: Remote,
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

async function isDirectory(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false
}
