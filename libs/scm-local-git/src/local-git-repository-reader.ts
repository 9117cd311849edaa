import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { InputError, NotFoundError } from '@groundplan/errors'
import type {
  OpenRepositoryOptions,
  RepositoryLocation,
  RepositoryReader,
  RepositorySnapshot,
} from '@groundplan/scm'
import { createGit, type Git } from './git.ts'
import { GitSnapshot } from './git-snapshot.ts'
import { parseAddress, shortName } from './parse-address.ts'

export interface LocalGitRepositoryReaderOptions {
  /** Where clones of remote repositories are kept. */
  readonly cacheDirectory: string
}

interface OpenedRepository {
  readonly git: Git
  readonly name: string
  readonly shown: string
  readonly scope: string
}

/** Reads repositories with the user's own git: folders in place, remote ones through a cached bare clone. */
export class LocalGitRepositoryReader implements RepositoryReader {
  readonly #cacheDirectory: string

  constructor({ cacheDirectory }: LocalGitRepositoryReaderOptions) {
    this.#cacheDirectory = cacheDirectory
  }

  async open(
    { address, ref }: RepositoryLocation,
    { signal }: OpenRepositoryOptions = {},
  ): Promise<RepositorySnapshot> {
    const parsed = parseAddress(address)
    const opened =
      parsed.kind === 'path'
        ? await openFolder(parsed.path, signal)
        : await this.#openRemote(parsed.url, parsed.shown, signal)
    const { git, name, shown, scope } = opened
    const resolved = ref === undefined ? await resolveHead(git, shown) : await resolveRef(git, shown, ref)
    return new GitSnapshot(git, { name, address: shown, scope, ...resolved })
  }

  async #openRemote(url: string, shown: string, signal: AbortSignal | undefined): Promise<OpenedRepository> {
    const name = shortName(url)
    const digest = createHash('sha256').update(url).digest('hex').slice(0, 16)
    const directory = join(this.#cacheDirectory, `${name.slice(0, 60)}-${digest}.git`)
    const exists = await isDirectory(directory)
    if (exists) await this.#fetch(directory, url, shown, signal)
    else await this.#clone(directory, url, shown, signal)
    return { git: createGit({ directory, subject: shown, signal }), name, shown, scope: '.' }
  }

  /** Clones next to the final place, so that a stop leaves no half clone there. */
  async #clone(
    directory: string,
    url: string,
    shown: string,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    await mkdir(dirname(directory), { recursive: true })
    const temporary = await mkdtemp(join(dirname(directory), '.clone-'))
    try {
      const git = createGit({ directory: temporary, subject: shown, signal })
      await git.run('clone', '--quiet', '--bare', '--', url, 'repository')
      await rename(join(temporary, 'repository'), directory)
    } finally {
      await rm(temporary, { recursive: true, force: true })
    }
  }

  async #fetch(
    directory: string,
    url: string,
    shown: string,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const git = createGit({ directory, subject: shown, signal })
    await git.run(
      'fetch',
      '--quiet',
      '--prune',
      '--force',
      '--',
      url,
      '+refs/heads/*:refs/heads/*',
      '+refs/tags/*:refs/tags/*',
    )
    const head = /^ref: (refs\/heads\/\S+)\tHEAD$/m.exec(
      await git.run('ls-remote', '--symref', '--', url, 'HEAD'),
    )?.[1]
    if (head !== undefined) await git.run('symbolic-ref', 'HEAD', head)
  }
}

async function openFolder(path: string, signal: AbortSignal | undefined): Promise<OpenedRepository> {
  if (!(await isDirectory(path))) {
    throw new NotFoundError(`There is no folder ${path}.`, {
      hint: 'Give the path of a git repository, or its URL.',
    })
  }
  const git = createGit({ directory: path, subject: path, signal })
  const bare = (await git.run('rev-parse', '--is-bare-repository')).trim() === 'true'
  if (bare) return { git, name: shortName(path), shown: path, scope: '.' }
  const root = (await git.run('rev-parse', '--show-toplevel')).trim()
  const prefix = (await git.run('rev-parse', '--show-prefix')).trim().replace(/\/$/, '')
  return {
    git: createGit({ directory: root, subject: path, signal }),
    name: shortName(basename(root)),
    shown: root,
    scope: prefix === '' ? '.' : prefix,
  }
}

async function resolveHead(git: Git, shown: string): Promise<{ ref: string; commit: string }> {
  const branch = await attempt(git, 'symbolic-ref', '--quiet', '--short', 'HEAD')
  const commit = await attempt(git, 'rev-parse', '--verify', '--quiet', 'HEAD^{commit}')
  if (commit !== undefined) return { ref: branch ?? commit.slice(0, 10), commit }
  const branches = await listBranches(git)
  if (branches.length === 0) {
    throw new InputError(`The repository ${shown} is empty.`, {
      hint: 'Commit something to it, then import it again.',
    })
  }
  throw new InputError(`The default branch "${branch}" of ${shown} does not exist.`, {
    hint: `Name a branch: ${branches.slice(0, 10).join(', ')}.`,
  })
}

async function resolveRef(git: Git, shown: string, ref: string): Promise<{ ref: string; commit: string }> {
  for (const candidate of [`refs/heads/${ref}`, `refs/tags/${ref}`, ref]) {
    if (candidate.startsWith('-')) continue
    const commit = await attempt(git, 'rev-parse', '--verify', '--quiet', `${candidate}^{commit}`)
    if (commit !== undefined) return { ref, commit }
  }
  const branches = await listBranches(git)
  throw new NotFoundError(`The repository ${shown} has no branch, tag or commit "${ref}".`, {
    hint: branches.length === 0 ? 'It is empty.' : `Its branches are ${branches.slice(0, 10).join(', ')}.`,
  })
}

async function listBranches(git: Git): Promise<readonly string[]> {
  const printed = await git.run('for-each-ref', '--format=%(refname:short)', 'refs/heads')
  return printed.split('\n').filter((line) => line !== '')
}

/** What a question prints, or `undefined` if the answer is no. */
export async function attempt(git: Git, ...args: readonly string[]): Promise<string | undefined> {
  try {
    const printed = (await git.run(...args)).trim()
    return printed === '' ? undefined : printed
  } catch {
    return undefined
  }
}

async function isDirectory(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false
}
