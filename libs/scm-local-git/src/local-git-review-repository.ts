import { stat } from 'node:fs/promises'
import type { ChangeSet } from '@groundplan/change-set'
import type { CommitAuthor } from '@groundplan/scm'
import { createRepository } from './create-repository.ts'
import { createGit } from './git.ts'
import { GitReviewRepository } from './git-review-repository.ts'
import { LocalRefs } from './local-refs.ts'

export interface LocalGitReviewRepositoryOptions {
  /** The bare repository's directory; made if it is not there. */
  readonly directory: string
  /** Files of the first commit of a new repository. */
  readonly initialFiles: ChangeSet
  readonly author: CommitAuthor
}

const defaultBranch = 'main'

/** A bare repository on this machine in which proposals wait on branches. People may clone it and push to it as well. */
export class LocalGitReviewRepository extends GitReviewRepository {
  private constructor(directory: string) {
    const git = createGit({ directory, isRepository: true, subject: directory })
    super({ address: directory, directory, git, refs: new LocalRefs(git, defaultBranch) })
  }

  /** Opens the repository, or makes it with one first commit. Throws ConflictError if the directory holds anything else. */
  static async open(options: LocalGitReviewRepositoryOptions): Promise<LocalGitReviewRepository> {
    const { directory, initialFiles, author } = options
    const isThere = (await stat(directory).catch(() => undefined)) !== undefined
    const ref = `refs/heads/${defaultBranch}`
    if (!isThere) await createRepository({ directory, ref, initialFiles, author })
    const repository = new LocalGitReviewRepository(directory)
    await repository.readHead()
    return repository
  }
}
