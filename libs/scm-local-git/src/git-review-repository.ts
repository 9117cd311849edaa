import { ConflictError, toPlatformError } from '@groundplan/errors'
import type {
  BranchCommit,
  BranchMerge,
  BranchMove,
  CommitFacts,
  CommitRange,
  FindCommitRules,
  NewCommit,
  ReadContents,
  RepositoryBranches,
  RepositoryHead,
  ReviewRepository,
  TreeChange,
  TreeEntry,
} from '@groundplan/scm'
import { applyCommitRules } from '@groundplan/scm'
import { movedBranch, type BranchRefs } from './branch-refs.ts'
import { listTips, readTip } from './branch-tips.ts'
import { holdCommit, writeUnreferencedCommits } from './fast-import.ts'
import type { Git } from './git.ts'
import { listTree, listTreeAt } from './git-objects.ts'
import { listTreeChanges } from './list-tree-changes.ts'
import { keepReadable } from './keep-closed.ts'
import { mergeCommits } from './merge-commits.ts'
import { findGenerated, readCommitFacts } from './read-commit-facts.ts'
import { parseHistory } from './parse-history.ts'
import { conflictingBranch, damagedReviews } from './review-errors.ts'
import { tidyRepository } from './tidy-repository.ts'
import { writeRuledCommits } from './write-ruled-commits.ts'
import { Contents, readBlobs, type BlobLimits } from './read-blobs.ts'

/** How many commits' trees are kept in memory, and entries of them together: those of large repositories are large. */
const keptTrees = 50
const keptEntries = 100_000

/** For blueprints and what lies beside them. */
const textLimits: BlobLimits = { blobBytes: 5_000_000, totalBytes: 200_000_000 }

/** How many commits are written before the next look whether the repository is to be tidied. */
const writesBetweenTidies = 100

/** Maximum number of retries of a merge after a concurrent push to the default branch. */
const mergeAttempts = 5

export interface GitReviewRepositoryOptions {
  /** For people and for `git clone`. */
  readonly address: string
  /** The bare repository that is read. */
  readonly directory: string
  /** In that repository. */
  readonly git: Git
  readonly refs: BranchRefs
  /** Without it, commits are as their authors make them and carry no mark. */
  readonly findRules?: FindCommitRules | undefined
}

/** A repository with proposals on branches; `refs` is where they are authoritative. */
export class GitReviewRepository implements ReviewRepository {
  readonly address: string
  readonly #git: Git
  readonly #refs: BranchRefs
  readonly #trees = new Map<string, Promise<readonly TreeEntry[]>>()
  readonly #directory: string
  readonly #findRules: FindCommitRules | undefined
  /** The last commit of the default branch that was there when it was looked at. */
  #presentHead: string | undefined
  #merging: Promise<unknown> = Promise.resolve()
  #writesSinceTidy = writesBetweenTidies

  constructor({ address, directory, git, refs, findRules }: GitReviewRepositoryOptions) {
    this.address = address
    this.#directory = directory
    this.#git = git
    this.#refs = refs
    this.#findRules = findRules
  }

  refresh(signal?: AbortSignal): Promise<void> {
    return this.#refs.refresh(signal)
  }

  async readHead(): Promise<RepositoryHead> {
    try {
      const branch = await this.#refs.readDefaultBranch()
      const commit = await this.#findHead(branch)
      if (commit !== undefined) return { branch, commit }
      throw damagedReviews(this.address, branch, undefined)
    } catch (error) {
      const { code } = toPlatformError(error)
      throw code === 'not-found' || code === 'input-invalid'
        ? damagedReviews(this.address, 'HEAD', error)
        : error
    }
  }

  async findRoot(): Promise<string> {
    const { commit } = await this.readHead()
    return (await this.#git.run('rev-list', '--first-parent', '--max-parents=0', commit)).trim()
  }

  async hasCommit(commit: string): Promise<boolean> {
    return (await this.#git.ask('rev-parse', '--verify', '--quiet', `${commit}^{commit}`)) !== undefined
  }

  /** Commits are immutable, and an import reads the same few commits repeatedly. */
  listEntries(commit: string): Promise<readonly TreeEntry[]> {
    const known = this.#trees.get(commit)
    if (known !== undefined) return known
    const tree = listTree(this.#git, commit)
    this.#trees.set(commit, tree)
    tree.then(
      () => this.#forgetTrees(),
      () => this.#trees.delete(commit),
    )
    return tree
  }

  /** The oldest first; the newest stays, however large it is. */
  async #forgetTrees(): Promise<void> {
    let entries = 0
    for (const [index, [commit, tree]] of [...this.#trees].toReversed().entries()) {
      entries += (await tree.catch(() => [])).length
      if (index >= keptTrees || (index > 0 && entries > keptEntries)) this.#trees.delete(commit)
    }
  }

  async readEntries(commit: string, paths: readonly string[]): Promise<readonly TreeEntry[]> {
    const known = this.#trees.get(commit)
    if (known === undefined) return listTreeAt(this.#git, commit, paths)
    const wanted = new Set(paths)
    return (await known).filter(({ path }) => wanted.has(path))
  }

  listChanges(range: CommitRange, folder: string): Promise<readonly TreeChange[]> {
    return listTreeChanges(this.#git, range, folder)
  }

  async readTexts(blobIds: readonly string[]): Promise<ReadContents<string>> {
    const contents = await readBlobs(this.#git, blobIds, { limits: textLimits })
    const texts = new Contents<string>()
    for (const [id, bytes] of contents) texts.set(id, Buffer.from(bytes).toString('utf8'))
    for (const [id, reason] of contents.unread) texts.unread.set(id, reason)
    return texts
  }

  async readBranches(names?: readonly string[]): Promise<RepositoryBranches> {
    const branch = await this.#refs.readDefaultBranch()
    // With thousands of branches, looking at all of them takes as long as the rest of the work on one.
    const tips = await listTips(this.#git, this.#directory, names && [branch, ...names])
    const commit = tips.get(branch)
    return { head: commit === undefined ? await this.readHead() : { branch, commit }, tips }
  }

  async findBranch(branch: string): Promise<string | undefined> {
    const tip = await readTip(this.#directory, branch)
    return tip === 'unclear' ? this.#askForTip(branch) : tip.commit
  }

  async writeCommits(commits: readonly NewCommit[]): Promise<readonly string[]> {
    const rules = await this.#findRules?.(this)
    if (rules === undefined) return writeUnreferencedCommits(this.#git, commits)
    return writeRuledCommits(commits, { git: this.#git, directory: this.#directory, rules })
  }

  async moveBranch({ branch, commit, expected }: BranchMove): Promise<void> {
    await this.#refs.move(branch, commit, expected)
    this.#noteWrite()
  }

  async pushBranch({ branch, expected, ...commit }: BranchCommit): Promise<string> {
    if (this.#findRules === undefined) {
      const held = await holdCommit(this.#git, commit)
      await this.#refs.move(branch, held, expected)
      this.#noteWrite()
      return held.commit
    }
    const [id = ''] = await this.writeCommits([commit])
    await this.moveBranch({ branch, commit: id, expected })
    return id
  }

  /** The branch's commits stay reachable under `refs/closed/`, so that decided proposals can still be read. */
  async deleteBranch(branch: string): Promise<void> {
    const commit = await this.findBranch(branch)
    if (commit === undefined) return
    await keepReadable(this.#git, commit)
    await this.#refs.remove(branch, commit)
  }

  async diff(commit: string): Promise<string> {
    const base = await this.findBase(commit)
    const from = base === undefined || base === commit ? `${commit}^1` : base
    // The plumbing command does not follow the user's settings for diffs, so that the output has one form.
    const flags = ['-p', '-M', '--no-ext-diff', '--no-textconv', from, commit]
    // Of larger files it only says that they differ.
    return this.#git.run('-c', 'core.bigFileThreshold=5m', 'diff-tree', ...flags)
  }

  /** Merges run one at a time: each starts from the result of the previous one. */
  mergeBranch(merge: BranchMerge): Promise<string> {
    const merged = this.#merging.then(() => this.#merge(merge))
    this.#merging = merged.catch(() => {})
    return merged
  }

  async findMerges(commits: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const history = parseHistory(
      await this.#git.run('rev-list', '--topo-order', '--parents', await this.#mainRef()),
    )
    return new Map(
      commits.flatMap((commit) => {
        const merge = history.get(commit)
        return merge === undefined ? [] : [[commit, merge] as const]
      }),
    )
  }

  async listMerged({ from, to }: CommitRange): Promise<ReadonlyMap<string, string>> {
    const range = [to, `^${from}`]
    return parseHistory(await this.#git.run('rev-list', '--topo-order', '--parents', ...range))
  }

  async findBase(commit: string): Promise<string | undefined> {
    const known = await this.#git.ask('rev-parse', '--verify', '--quiet', `${commit}^{commit}`)
    return known && this.#git.ask('merge-base', await this.#mainRef(), known)
  }

  async listOwnCommits(commit: string): Promise<readonly CommitFacts[]> {
    const range = [commit, `^${await this.#mainRef()}`]
    return readCommitFacts(this.#git, '--topo-order', ...range)
  }

  async findGenerated(path: string): Promise<string | undefined> {
    // People may have renamed the file.
    const range = ['--follow', await this.#mainRef(), '--', `:(literal)${path}`]
    return findGenerated(this.#git, ...range)
  }

  async #merge({ branch, commit, ...merge }: BranchMerge): Promise<string> {
    const rules = await this.#findRules?.(this)
    const ruled = applyCommitRules(merge, rules)
    for (let attempt = 1; ; attempt += 1) {
      await this.#refs.refresh()
      const [head, theirs] = [await this.readHead(), await this.findBranch(branch)]
      if (theirs !== commit) throw movedBranch(branch, commit, theirs)
      const result = await mergeCommits(this.#git, this.#directory, {
        onto: head.commit,
        commit,
        ...ruled,
        key: rules?.signingKey,
      })
      if (result.kind === 'conflict')
        throw conflictingBranch(this.address, { branch, into: head.branch, files: result.files })
      try {
        await this.#refs.move(head.branch, result.commit, head.commit)
        this.#noteWrite()
        return result.commit
      } catch (error) {
        if (!(error instanceof ConflictError) || attempt === mergeAttempts) throw error
      }
    }
  }

  /** Now and then tidies the repository in the background, between two merges. Who only reads it leaves it as it is. */
  #noteWrite(): void {
    this.#writesSinceTidy += 1
    if (this.#writesSinceTidy <= writesBetweenTidies) return
    this.#writesSinceTidy = 0
    const tidy = { directory: this.#directory, subject: this.address }
    // Best effort; it is retried later.
    this.#merging = this.#merging.then(() => tidyRepository(tidy)).catch(() => {})
  }

  /** The branch's commit, which git has been asked for once: an import reads the head dozens of times. */
  async #findHead(branch: string): Promise<string | undefined> {
    const tip = await readTip(this.#directory, branch)
    if (tip !== 'unclear' && tip.commit !== undefined && tip.commit === this.#presentHead) return tip.commit
    const commit = await this.#askForTip(branch)
    this.#presentHead = commit
    return commit
  }

  /** Git says as well whether the commit is there. */
  #askForTip(branch: string): Promise<string | undefined> {
    return this.#git.ask('rev-parse', '--verify', '--quiet', `refs/heads/${branch}^{commit}`)
  }

  async #mainRef(): Promise<string> {
    return `refs/heads/${await this.#refs.readDefaultBranch()}`
  }
}
