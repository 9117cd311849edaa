import { randomUUID } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { ConflictError, toPlatformError, type PlatformError } from '@groundplan/errors'
import type { ChangeSet } from '@groundplan/change-set'
import type {
  BranchCommit,
  BranchMerge,
  CommitAuthor,
  CommitFacts,
  FileHistory,
  NewCommit,
  RepositoryHead,
  ReviewRepository,
  TreeEntry,
} from '@groundplan/scm'
import { createRepository } from './create-repository.ts'
import { writeCommit } from './fast-import.ts'
import { createGit, type Git } from './git.ts'
import { listTree, readObjects } from './git-objects.ts'
import { mergeInWorkTree } from './merge-in-work-tree.ts'
import { parseHistory } from './parse-history.ts'

export interface LocalGitReviewRepositoryOptions {
  /** The bare repository's directory; made if it is not there. */
  readonly directory: string
  /** Files of the first commit of a new repository. */
  readonly initialFiles: ChangeSet
  readonly author: CommitAuthor
}

const defaultBranch = 'main'
const mainRef = `refs/heads/${defaultBranch}`

/** How often a merge starts again because somebody pushed to the default branch at the same moment. */
const mergeAttempts = 5

/** A bare repository on this machine in which proposals wait on branches. People may clone it and push to it as well. */
export class LocalGitReviewRepository implements ReviewRepository {
  readonly address: string
  readonly #git: Git
  #merging: Promise<unknown> = Promise.resolve()

  private constructor(directory: string) {
    this.address = directory
    this.#git = createGit({ directory, isRepository: true, subject: directory })
  }

  /** Opens the repository, or makes it with one first commit. Throws ConflictError if the directory holds anything else. */
  static async open(options: LocalGitReviewRepositoryOptions): Promise<LocalGitReviewRepository> {
    const { directory, initialFiles, author } = options
    const isThere = (await stat(directory).catch(() => undefined)) !== undefined
    if (!isThere) await createRepository({ directory, ref: mainRef, initialFiles, author })
    const repository = new LocalGitReviewRepository(directory)
    await repository.readHead()
    return repository
  }

  /** Others push to this very repository. */
  async refresh(): Promise<void> {}

  async readHead(): Promise<RepositoryHead> {
    try {
      const commit = await this.#git.ask('rev-parse', '--verify', '--quiet', `${mainRef}^{commit}`)
      if (commit !== undefined) return { branch: defaultBranch, commit }
      throw this.#damage(undefined)
    } catch (error) {
      const { code } = toPlatformError(error)
      throw code === 'not-found' || code === 'input-invalid' ? this.#damage(error) : error
    }
  }

  listEntries(commit: string): Promise<readonly TreeEntry[]> {
    return listTree(this.#git, commit)
  }

  async readTexts(blobIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const contents = await readObjects(this.#git, blobIds)
    return new Map([...contents].map(([id, bytes]) => [id, Buffer.from(bytes).toString('utf8')]))
  }

  async listBranches(): Promise<ReadonlyMap<string, string>> {
    const format = '--format=%(objectname) %(refname:lstrip=2)'
    const printed = await this.#git.run('for-each-ref', format, 'refs/heads')
    return new Map(
      printed.split('\n').flatMap((line) => {
        const space = line.indexOf(' ')
        return space === -1 ? [] : [[line.slice(space + 1), line.slice(0, space)] as const]
      }),
    )
  }

  findBranch(branch: string): Promise<string | undefined> {
    return this.#git.ask('rev-parse', '--verify', '--quiet', `refs/heads/${branch}^{commit}`)
  }

  /** Git keeps a commit for two weeks that no branch has; a branch gets it at once. */
  async writeCommit(commit: NewCommit): Promise<string> {
    const ref = `refs/written/${randomUUID()}`
    const written = await writeCommit(this.#git, { ref, ...commit })
    await this.#git.run('update-ref', '-d', ref)
    return written
  }

  async pushBranch({ branch, expected, ...commit }: BranchCommit): Promise<string> {
    const ref = `refs/heads/${branch}`
    if (expected === undefined) return writeCommit(this.#git, { ref, ...commit })
    const written = await this.writeCommit(commit)
    try {
      // To git, an empty old value says that the ref must not be there.
      await this.#git.run('update-ref', ref, written, expected === 'absent' ? '' : expected)
    } catch (error) {
      const found = await this.findBranch(branch)
      throw (found ?? 'absent') === expected ? error : movedBranch(branch, found)
    }
    return written
  }

  /** The branch's commits stay reachable under `refs/closed/`, so that decided proposals can still be read. */
  async deleteBranch(branch: string): Promise<void> {
    const commit = await this.findBranch(branch)
    if (commit === undefined) return
    const changes = [
      `update refs/closed/${commit} ${commit}`,
      // Refused, with nothing changed, if somebody has pushed to the branch since.
      `delete refs/heads/${branch} ${commit}`,
    ]
    await this.#git.feed(`${changes.join('\n')}\n`, 'update-ref', '--stdin')
  }

  async diff(commit: string): Promise<string> {
    const base = await this.findBase(commit)
    const from = base === undefined || base === commit ? `${commit}^1` : base
    // The plumbing command does not follow the user's settings for diffs, so that the output has one form.
    return this.#git.run('diff-tree', '-p', '-M', '--no-ext-diff', '--no-textconv', from, commit)
  }

  /** One merge after the other: each starts from what the one before it left. */
  mergeBranch(merge: BranchMerge): Promise<string> {
    const merged = this.#merging.then(() => this.#merge(merge))
    this.#merging = merged.catch(() => {})
    return merged
  }

  async findMerges(commits: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const history = parseHistory(await this.#git.run('rev-list', '--topo-order', '--parents', mainRef))
    return new Map(
      commits.flatMap((commit) => {
        const merge = history.get(commit)
        return merge === undefined ? [] : [[commit, merge] as const]
      }),
    )
  }

  async findBase(commit: string): Promise<string | undefined> {
    const known = await this.#git.ask('rev-parse', '--verify', '--quiet', `${commit}^{commit}`)
    return known && this.#git.ask('merge-base', mainRef, known)
  }

  async listOwnCommits(commit: string): Promise<readonly CommitFacts[]> {
    const format = '--format=%H|%P|%ce'
    const printed = await this.#git.run('log', '--topo-order', format, commit, `^${mainRef}`)
    return printed.split('\n').flatMap((line) => {
      const [id = '', parents = '', email = ''] = line.split('|')
      return id === '' ? [] : [{ commit: id, parents: parents.split(' '), committer: { email } }]
    })
  }

  async findChange({ path, committer }: FileHistory): Promise<string | undefined> {
    const own = ['--no-merges', '--max-count=1', '--fixed-strings', `--committer=<${committer.email}>`]
    return (await this.#git.run('rev-list', ...own, mainRef, '--', `:(literal)${path}`)).trim() || undefined
  }

  async #merge({ branch, commit, message, author }: BranchMerge): Promise<string> {
    for (let attempt = 1; ; attempt += 1) {
      const [head, theirs] = [await this.readHead(), await this.findBranch(branch)]
      if (theirs !== commit) throw movedBranch(branch, theirs)
      const merge = { onto: head.commit, commit, message, author, address: this.address }
      const result = await mergeInWorkTree(this.#git, merge)
      if (result.kind === 'conflict') throw this.#conflict(branch, result.files)
      try {
        await this.#git.run('update-ref', mainRef, result.commit, head.commit)
        return result.commit
      } catch (error) {
        const moved = (await this.readHead()).commit !== head.commit
        if (!moved || attempt === mergeAttempts) throw error
      }
    }
  }

  #conflict(branch: string, files: readonly string[]): PlatformError {
    return new ConflictError(`The branch ${branch} conflicts with ${defaultBranch} in ${files.join(', ')}.`, {
      hint: `Clone ${this.address}, merge ${defaultBranch} into the branch, push it and approve again.`,
      details: { files },
    })
  }

  #damage(cause: unknown): PlatformError {
    return new ConflictError(
      `The blueprint repository ${this.address} cannot be read: it is damaged or something else.`,
      {
        hint: `Restore it from a clone, or move it aside and import again; its branch ${defaultBranch} must be there. Nothing was changed.`,
        cause,
      },
    )
  }
}

function movedBranch(branch: string, tip: string | undefined): ConflictError {
  if (tip === undefined) return new ConflictError(`The branch ${branch} is gone.`)
  return new ConflictError(`The branch ${branch} has changed meanwhile.`, {
    hint: 'Look at it again before you decide.',
  })
}
