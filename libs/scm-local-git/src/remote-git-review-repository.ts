import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ChangeSet } from '@groundplan/change-set'
import { ConflictError } from '@groundplan/errors'
import type { CommitAuthor, GitCredentials } from '@groundplan/scm'
import { cloneBare, isDirectory } from './clone-bare.ts'
import { exclusively } from './exclusive.ts'
import { writeUnreferencedCommit } from './fast-import.ts'
import { createGit, type Git } from './git.ts'
import { GitReviewRepository } from './git-review-repository.ts'
import { parseAddress } from './parse-address.ts'
import { requireReadable } from './require-readable.ts'
import type { Remote } from './remote-git.ts'
import { RemoteRefs } from './remote-refs.ts'
import { isDamage } from './translate-git-error.ts'

export interface RemoteGitReviewRepositoryOptions {
  /** The repository's git URL, without credentials, or its folder. */
  readonly address: string
  /** Credentials as they are now; git's own settings count where there are none. */
  readonly findCredentials?: (() => Promise<GitCredentials | undefined>) | undefined
  /** Where the bare copy is kept; made if it is not there, made anew if it is damaged. Several processes may use it. */
  readonly directory: string
  /** Files of the first commit, should the repository be empty. */
  readonly initialFiles: ChangeSet
  readonly author: CommitAuthor
}

/** A repository at a host in which proposals wait on branches, with a copy on this machine from which reads are answered. */
export class RemoteGitReviewRepository extends GitReviewRepository {
  /**
   * Opens the repository: the first time with a clone, later without asking the host. An empty one gets a first commit.
   */
  static async open(options: RemoteGitReviewRepositoryOptions): Promise<RemoteGitReviewRepository> {
    const { address, directory, findCredentials } = options
    const parsed = parseAddress(address)
    const where =
      parsed.kind === 'url' ? parsed : { url: pathToFileURL(parsed.path).href, shown: parsed.path }
    const remote: Remote = { ...where, findCredentials, isUrgent: true }
    await mkdir(dirname(directory), { recursive: true })
    await exclusively(`${directory}.claim`, () => ensureCopy(directory, remote))
    const git = createGit({ directory, isRepository: true, subject: remote.shown })
    const refs = new RemoteRefs(directory, remote)
    await begin(git, refs, options)
    const repository = new RemoteGitReviewRepository({ address: remote.shown, directory, git, refs })
    await repository.readHead()
    return repository
  }
}

async function ensureCopy(directory: string, remote: Remote): Promise<void> {
  if (await isDirectory(directory)) {
    try {
      await requireReadable(createGit({ directory, isRepository: true, subject: remote.shown }), remote.shown)
      return
    } catch (error) {
      if (!isDamage(error)) throw error
    }
  }
  await cloneBare(remote, { directory, temporary: `${directory}.clone-`, flags: ['--no-tags'] })
}

/** Gives an empty repository its first commit, unless somebody else does so at the same moment. */
async function begin(
  git: Git,
  refs: RemoteRefs,
  { initialFiles: changes, author }: RemoteGitReviewRepositoryOptions,
): Promise<void> {
  if (!(await isEmpty(git))) return
  await refs.refresh()
  if (!(await isEmpty(git))) return
  const message = 'Begin the blueprint repository\n'
  const first = { parent: undefined, changes, message, author, date: new Date() }
  const commit = await writeUnreferencedCommit(git, first)
  try {
    await refs.move(await refs.readDefaultBranch(), commit, 'absent')
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error
    await refs.refresh()
  }
}

async function isEmpty(git: Git): Promise<boolean> {
  return (await git.run('for-each-ref', '--count=1', 'refs/heads')).trim() === ''
}
