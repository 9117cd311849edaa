import { stat } from 'node:fs/promises'
import type { ChangeSet } from '@groundplan/change-set'
import { errorMessage, InputError } from '@groundplan/errors'
import type { CommitAuthor, FindCommitRules } from '@groundplan/scm'
import { createRepository } from './create-repository.ts'
import { createGit } from './git.ts'
import { GitReviewRepository } from './git-review-repository.ts'
import { LocalRefs } from './local-refs.ts'

export interface LocalGitReviewRepositoryOptions {
  /** The bare repository's directory; created if missing. */
  readonly directory: string
  /** Files of the first commit of a new repository. */
  readonly initialFiles: ChangeSet
  readonly author: CommitAuthor
  /** The company's rules for commits. */
  readonly findRules?: FindCommitRules | undefined
}

/** Of every blueprint repository on this machine. */
export const defaultBranch = 'main'

/** A local bare repository with proposals on branches. Users may also clone it and push to it. */
export class LocalGitReviewRepository extends GitReviewRepository {
  private constructor(directory: string, findRules: FindCommitRules | undefined) {
    const git = createGit({ directory, isRepository: true, subject: directory })
    super({ address: directory, directory, git, refs: new LocalRefs(git, defaultBranch), findRules })
  }

  /** Opens the repository, or creates it with a first commit. Throws ConflictError if the directory contains anything else. */
  static async open(options: LocalGitReviewRepositoryOptions): Promise<LocalGitReviewRepository> {
    const { directory, initialFiles, author, findRules } = options
    const found = await LocalGitReviewRepository.find(directory, findRules)
    if (found !== undefined) return found
    await createRepository({ directory, ref: `refs/heads/${defaultBranch}`, initialFiles, author, findRules })
    return LocalGitReviewRepository.#read(directory, findRules)
  }

  /** Opens the repository; `undefined` if there is nothing at this path. Throws ConflictError if there is anything else. */
  static async find(
    directory: string,
    findRules?: FindCommitRules,
  ): Promise<LocalGitReviewRepository | undefined> {
    return (await isThere(directory)) ? LocalGitReviewRepository.#read(directory, findRules) : undefined
  }

  static async #read(
    directory: string,
    findRules: FindCommitRules | undefined,
  ): Promise<LocalGitReviewRepository> {
    const repository = new LocalGitReviewRepository(directory, findRules)
    await repository.readHead()
    return repository
  }
}

/** An unreadable folder still exists. */
async function isThere(directory: string): Promise<boolean> {
  try {
    await stat(directory)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false
    throw new InputError(`Cannot read the blueprint repository ${directory}: ${errorMessage(error)}.`, {
      hint: 'Give the user that runs the server read access to the folder. Nothing was changed.',
      cause: error,
    })
  }
}
