import type { ChangeSet } from '@groundplan/change-set'
import type { ChangeSubject } from './commit-rules.ts'
import type { ReadContents } from './read-contents.ts'
import type { TreeChange, TreeEntry } from './tree-entry.ts'

/** Who a commit is by. */
export interface CommitAuthor {
  readonly name: string
  readonly email: string
}

export interface NewCommit {
  /** Commit that it stands on. */
  readonly parent: string
  /** A second commit that it counts as merged; what that one changed is not taken over, `changes` say everything. */
  readonly merged?: string | undefined
  readonly changes: ChangeSet
  readonly message: string
  /** `generator`, or a person who decides in Groundplan. */
  readonly author: CommitAuthor
  readonly date: Date
  /** For the templates of commit rules. */
  readonly about?: ChangeSubject | undefined
}

export interface BranchCommit extends NewCommit {
  readonly branch: string
  /** The commit at which the branch must be, or that it must not be there yet; wherever it is if undefined. */
  readonly expected?: string | 'absent' | undefined
}

export interface BranchMove extends Pick<BranchCommit, 'branch' | 'expected'> {
  /** One that the repository has. */
  readonly commit: string
}

export interface BranchMerge {
  readonly branch: string
  /** The commit at which the branch must be. */
  readonly commit: string
  readonly message: string
  readonly author: CommitAuthor
  /** For the templates of commit rules. */
  readonly about?: ChangeSubject | undefined
}

/** A commit with what tells whose it is. */
export interface CommitFacts {
  readonly commit: string
  readonly parents: readonly string[]
  /** True if Groundplan generated it and nobody has changed it since. */
  readonly isGenerated: boolean
}

/** One state of the repository's default branch. */
export interface RepositoryHead {
  readonly branch: string
  readonly commit: string
}

/** Two commits, of which the later one contains the earlier one. */
export interface CommitRange {
  readonly from: string
  readonly to: string
}

export interface RepositoryBranches {
  readonly head: RepositoryHead
  /** By the names of the branches, the default one among them; those that are not there are left out. */
  readonly tips: ReadonlyMap<string, string>
}

/** Port: a repository in which changes wait on branches until somebody reviews them. */
export interface ReviewRepository {
  /** Address for people and for `git clone`. */
  readonly address: string
  /**
   * Brings in what others have done at the host since; everything else here answers from what was brought in last. The signal stops
   * it.
   */
  refresh(signal?: AbortSignal): Promise<void>
  readHead(): Promise<RepositoryHead>
  /** The first commit of the default branch. It tells a repository from others, wherever it is moved or cloned. */
  findRoot(): Promise<string>
  /** True if it has this commit, on whatever branch or on none. */
  hasCommit(commit: string): Promise<boolean>
  /** Every entry of the tree at a commit, in path order. */
  listEntries(commit: string): Promise<readonly TreeEntry[]>
  /** The entries at these paths of a commit's tree, as far as there are any; costs the same in a large tree as in a small one. */
  readEntries(commit: string, paths: readonly string[]): Promise<readonly TreeEntry[]>
  /** The paths below a folder at which two commits differ, in path order. Reads no more of the trees than that. */
  listChanges(range: CommitRange, folder: string): Promise<readonly TreeChange[]>
  /** Texts by blob id. Files over 5 MB, and those that go over 200 MB together, are left out, which `unread` tells. */
  readTexts(blobIds: readonly string[]): Promise<ReadContents<string>>
  /** The default branch and those that are named, or all, in one look. */
  readBranches(names?: readonly string[]): Promise<RepositoryBranches>
  findBranch(branch: string): Promise<string | undefined>
  /** Makes commits that no branch has yet, all at once. The same input gives the same commits. */
  writeCommits(commits: readonly NewCommit[]): Promise<readonly string[]>
  /** Points the branch at a commit. Throws ConflictError, with the branch where it was, if that is not where it was expected. */
  moveBranch(move: BranchMove): Promise<void>
  /**
   * Makes one commit and points the branch at it. The same input gives the same commit. Throws ConflictError, with the branch
   * where it was, if that is not where it was expected.
   */
  pushBranch(commit: BranchCommit): Promise<string>
  /** Takes the branch away; its commits stay readable. */
  deleteBranch(branch: string): Promise<void>
  /** Unified diff of what a commit brings: since it left the default branch or, once merged, since its first parent. */
  diff(commit: string): Promise<string>
  /** Merges the branch into the default branch. Throws ConflictError, with nothing changed, if git cannot merge it. */
  mergeBranch(merge: BranchMerge): Promise<string>
  /** By which commit the default branch got each of these; those that it does not contain are left out. */
  findMerges(commits: readonly string[]): Promise<ReadonlyMap<string, string>>
  /** By which commit the default branch got each commit that it has got after an earlier one of its commits. */
  listMerged(range: CommitRange): Promise<ReadonlyMap<string, string>>
  /** The newest commit that this one and the default branch both contain; `undefined` if either is unknown. */
  findBase(commit: string): Promise<string | undefined>
  /** The commits that this one brings and the default branch does not have, the newest first. */
  listOwnCommits(commit: string): Promise<readonly CommitFacts[]>
  /** The newest generated commit of the default branch, merges apart, that changed the file. */
  findGenerated(path: string): Promise<string | undefined>
}
