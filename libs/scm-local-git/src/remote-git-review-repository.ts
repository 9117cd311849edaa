import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ChangeSet } from '@groundplan/change-set'
import { ConflictError } from '@groundplan/errors'
import {
  beforeConfiguration,
  type CommitAuthor,
  type FindCommitRules,
  type FindGitCredentials,
} from '@groundplan/scm'
import type { SshSettings } from './ssh-environment.ts'
import { listTips } from './branch-tips.ts'
import { cloneBare, isDirectory } from './clone-bare.ts'
import { exclusively } from './exclusive.ts'
import { createGit, type Git } from './git.ts'
import { GitReviewRepository } from './git-review-repository.ts'
import { parseAddress } from './parse-address.ts'
import { requireReadable } from './require-readable.ts'
import type { Remote } from './remote-git.ts'
import { RemoteRefs } from './remote-refs.ts'
import { isDamage } from './recognize-git-error.ts'
import { writeFirstCommit } from './first-commit.ts'

export interface RemoteGitLocation {
  /** The repository's git URL, without credentials, or its folder. */
  readonly address: string
  /** Finds the credentials; without any, git's own settings apply. */
  readonly findCredentials?: FindGitCredentials | undefined
  /** For SSH addresses. */
  readonly ssh?: SshSettings | undefined
  /** Folder of the bare mirror; created if missing, recreated if damaged. May be shared by several processes. */
  readonly directory: string
  /** The company's rules for commits. */
  readonly findRules?: FindCommitRules | undefined
}

export interface RemoteGitReviewRepositoryOptions extends RemoteGitLocation {
  /** Files of the first commit, if the repository is empty. */
  readonly initialFiles: ChangeSet
  readonly author: CommitAuthor
}

/** A hosted repository with proposals on branches, with a local mirror for reads. */
export class RemoteGitReviewRepository extends GitReviewRepository {
  /**
   * Opens the repository: the first time with a clone, later without asking the host. An empty one gets a first commit.
   */
  static async open(options: RemoteGitReviewRepositoryOptions): Promise<RemoteGitReviewRepository> {
    const copy = await openCopy(options)
    if (await isEmptyAtHost(copy)) await begin(copy, options)
    return RemoteGitReviewRepository.#read(copy)
  }

  /** Like `open`, but writes nothing to the host: `undefined` if the repository is empty. */
  static async find(location: RemoteGitLocation): Promise<RemoteGitReviewRepository | undefined> {
    const copy = await openCopy(location)
    return (await isEmptyAtHost(copy)) ? undefined : RemoteGitReviewRepository.#read(copy)
  }

  static async #read(copy: Copy): Promise<RemoteGitReviewRepository> {
    const repository = new RemoteGitReviewRepository(copy)
    await repository.readHead()
    return repository
  }
}

interface Copy {
  readonly address: string
  readonly directory: string
  readonly git: Git
  readonly refs: RemoteRefs
  readonly findRules: FindCommitRules | undefined
}

async function openCopy({
  address,
  directory,
  findCredentials,
  ssh,
  findRules,
}: RemoteGitLocation): Promise<Copy> {
  const parsed = parseAddress(address)
  const where = parsed.kind === 'url' ? parsed : { url: pathToFileURL(parsed.path).href, shown: parsed.path }
  const remote: Remote = { ...where, findCredentials, ssh, isUrgent: true }
  await mkdir(dirname(directory), { recursive: true })
  await exclusively(`${directory}.claim`, () => ensureCopy(directory, remote))
  const git = createGit({ directory, isRepository: true, subject: remote.shown })
  return { address: remote.shown, directory, git, refs: new RemoteRefs(directory, remote), findRules }
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

/** Adds the first commit to an empty repository, unless someone else does so concurrently. */
async function begin(
  { git, directory, refs, findRules }: Copy,
  { initialFiles: changes, author }: RemoteGitReviewRepositoryOptions,
): Promise<void> {
  const commit = await writeFirstCommit(changes, author, { git, directory, findRules })
  try {
    await refs.move(await refs.readDefaultBranch(), commit, 'absent')
  } catch (error) {
    if (!(error instanceof ConflictError)) throw beforeConfiguration(error)
    await refs.refresh()
  }
}

async function isEmptyAtHost({ git, directory, refs }: Copy): Promise<boolean> {
  const isEmpty = async () => (await listTips(git, directory)).size === 0
  if (!(await isEmpty())) return false
  await refs.refresh()
  return isEmpty()
}
