import { mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { ChangeSet } from '@groundplan/change-set'
import { ConflictError } from '@groundplan/errors'
import type {
  BranchCommit,
  BranchMerge,
  CommitAuthor,
  RepositoryHead,
  ReviewRepository,
  TreeEntry,
} from '@groundplan/scm'
import { printFastImport, type FastImportCommit } from './fast-import.ts'
import { createGit, type Git } from './git.ts'
import { listTree, readObjects } from './git-objects.ts'
import { attempt } from './local-git-repository-reader.ts'

export interface LocalGitReviewRepositoryOptions {
  /** The bare repository's directory; made if it is not there. */
  readonly directory: string
  /** Files of the first commit of a new repository. */
  readonly initialFiles: ChangeSet
  readonly author: CommitAuthor
}

const defaultBranch = 'main'

/** A bare repository on this machine in which proposals wait on branches. People may clone it and push to it as well. */
export class LocalGitReviewRepository implements ReviewRepository {
  readonly address: string
  readonly #git: Git
  #merging: Promise<unknown> = Promise.resolve()

  private constructor(directory: string) {
    this.address = directory
    this.#git = createGit({ directory, subject: directory })
  }

  /** Opens the repository, or makes it with one first commit. Throws if the directory holds anything else. */
  static async open(options: LocalGitReviewRepositoryOptions): Promise<LocalGitReviewRepository> {
    const isThere = (await stat(options.directory).catch(() => undefined)) !== undefined
    if (!isThere) await createRepository(options)
    const repository = new LocalGitReviewRepository(options.directory)
    await repository.readHead()
    return repository
  }

  async readHead(): Promise<RepositoryHead> {
    const commit = await attempt(
      this.#git,
      'rev-parse',
      '--verify',
      '--quiet',
      `refs/heads/${defaultBranch}^{commit}`,
    )
    if (commit !== undefined) return { branch: defaultBranch, commit }
    throw new ConflictError(
      `The blueprint repository ${this.address} is damaged: its branch ${defaultBranch} cannot be read.`,
      {
        hint: 'Restore it from a clone, or move it aside and import again; nothing was changed.',
      },
    )
  }

  listEntries(commit: string): Promise<readonly TreeEntry[]> {
    return listTree(this.#git, commit)
  }

  async readTexts(blobIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const contents = await readObjects(this.#git, blobIds)
    return new Map([...contents].map(([id, bytes]) => [id, Buffer.from(bytes).toString('utf8')]))
  }

  findBranch(branch: string): Promise<string | undefined> {
    return attempt(this.#git, 'rev-parse', '--verify', '--quiet', `refs/heads/${branch}^{commit}`)
  }

  pushBranch({ branch, ...commit }: BranchCommit): Promise<string> {
    return writeCommit(this.#git, { ref: `refs/heads/${branch}`, ...commit })
  }

  /** The branch's commits stay reachable under `refs/closed/`, so that decided proposals can still be read. */
  async deleteBranch(branch: string): Promise<void> {
    const commit = await this.findBranch(branch)
    if (commit === undefined) return
    await this.#git.run('update-ref', `refs/closed/${commit}`, commit)
    await this.#git.run('update-ref', '-d', `refs/heads/${branch}`, commit)
  }

  async diff(commit: string): Promise<string> {
    const base = (await this.#git.run('merge-base', `refs/heads/${defaultBranch}`, commit)).trim()
    const from = base === commit ? `${commit}^1` : base
    return this.#git.run('diff', '--no-color', '--no-ext-diff', '--no-textconv', from, commit)
  }

  /** One merge after the other: each starts from what the one before it left. */
  mergeBranch(merge: BranchMerge): Promise<string> {
    const merged = this.#merging.then(() => this.#merge(merge))
    this.#merging = merged.catch(() => {})
    return merged
  }

  async isMerged(commit: string): Promise<boolean> {
    const base = await attempt(this.#git, 'merge-base', commit, `refs/heads/${defaultBranch}`)
    return base === commit
  }

  /** Merges in a work tree of its own, which works with every git since 2.5. */
  async #merge({ branch, message, author }: BranchMerge): Promise<string> {
    const { commit: before } = await this.readHead()
    const parent = await mkdtemp(join(tmpdir(), 'groundplan-merge-'))
    const directory = join(parent, 'tree')
    try {
      await this.#git.run('worktree', 'add', '--quiet', '--detach', directory, before)
      const tree = createGit({ directory, subject: this.address })
      const identity = ['-c', `user.name=${author.name}`, '-c', `user.email=${author.email}`]
      try {
        await tree.run(
          ...identity,
          'merge',
          '--no-ff',
          '--no-edit',
          '--no-verify',
          '-m',
          message,
          `refs/heads/${branch}`,
        )
      } catch (error) {
        throw await this.#toConflict(tree, branch, error)
      }
      const merged = (await tree.run('rev-parse', 'HEAD')).trim()
      await this.#git.run('update-ref', `refs/heads/${defaultBranch}`, merged, before)
      return merged
    } finally {
      await rm(parent, { recursive: true, force: true })
      await attempt(this.#git, 'worktree', 'prune')
    }
  }

  async #toConflict(tree: Git, branch: string, cause: unknown): Promise<unknown> {
    const files = await attempt(tree, 'diff', '--name-only', '--diff-filter=U')
    if (files === undefined) return cause
    return new ConflictError(
      `The branch ${branch} conflicts with ${defaultBranch} in ${files.split('\n').join(', ')}.`,
      {
        hint: `Clone ${this.address}, merge ${defaultBranch} into the branch, push it and approve again.`,
        cause,
      },
    )
  }
}

/** Makes the repository beside its final place, so that a stop leaves either all of it or nothing. */
async function createRepository({
  directory,
  initialFiles,
  author,
}: LocalGitReviewRepositoryOptions): Promise<void> {
  await mkdir(dirname(directory), { recursive: true })
  const temporary = await mkdtemp(join(dirname(directory), '.init-'))
  try {
    const git = createGit({ directory: temporary, subject: directory })
    await git.run('init', '--quiet', '--bare', '--template=', '.')
    const ref = `refs/heads/${defaultBranch}`
    await git.run('symbolic-ref', 'HEAD', ref)
    const message = 'Begin the blueprint repository\n'
    await writeCommit(git, {
      ref,
      parent: undefined,
      changes: initialFiles,
      message,
      author,
      date: new Date(),
    })
    await rename(temporary, directory)
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
}

async function writeCommit(git: Git, commit: FastImportCommit): Promise<string> {
  const printed = await git.feed(
    printFastImport(commit),
    'fast-import',
    '--quiet',
    '--done',
    '--force',
    '--date-format=raw',
  )
  return printed.toString('utf8').trim()
}
