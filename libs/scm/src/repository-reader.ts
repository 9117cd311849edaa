import type { FindGitCredentials, GitCredentials } from './repository-directory.ts'
import type { ReadContents } from './read-contents.ts'
import type { TreeEntry } from './tree-entry.ts'

/** Where a source repository is and which of its states is meant. */
export interface RepositoryLocation {
  /** An absolute path or a git URL (`file://`, `https://`, `ssh://`, `user@host:path`). */
  readonly address: string
  /** Branch, tag or commit; by default the repository's own default branch. */
  readonly ref?: string | undefined
}

export interface OpenRepositoryOptions {
  readonly signal?: AbortSignal | undefined
  /** For remotes over HTTP(S); without them the user's own git settings count. */
  readonly credentials?: GitCredentials | undefined
  /** The same for credentials that expire; asked for each operation. */
  readonly findCredentials?: FindGitCredentials | undefined
  /** The commit that the ref is known to have; if it was fetched before, the remote is not asked. */
  readonly commit?: string | undefined
}

/** Port: reads source repositories of any host through git. */
export interface RepositoryReader {
  /**
   * Opens one state of a repository, fetching it first if it is remote.
   * Throws InputError (empty, damaged, unusable address), NotFoundError (no repository, no such ref), ExternalServiceError or
   * CancelledError.
   */
  open(location: RepositoryLocation, options?: OpenRepositoryOptions): Promise<RepositorySnapshot>
}

/** What a repository has names for, with the commits that they lead to. */
export interface RepositoryRefs {
  readonly branches: ReadonlyMap<string, string>
  /** Without those of anything but commits. */
  readonly tags: ReadonlyMap<string, string>
}

/** One repository at one commit. */
export interface RepositorySnapshot {
  /** What blueprints call the repository (`source.store`). */
  readonly name: string
  /** Address for people; never with credentials. */
  readonly address: string
  /** Directory within the repository to which the user limited the import; `.` for all of it. */
  readonly scope: string
  /** Branch or other ref as people know it, e.g. `main`. */
  readonly ref: string
  readonly commit: string
  /** As they were when the repository was opened. */
  listRefs(): Promise<RepositoryRefs>
  /** The same repository at another of its commits, of which `ref` is the name; closed with this one. */
  at(revision: Pick<RepositorySnapshot, 'ref' | 'commit'>): RepositorySnapshot
  /** The same state under another name, closed with this one. */
  named(name: string): RepositorySnapshot
  /** True if the repository has this commit, on whatever branch. */
  hasCommit(commit: string): Promise<boolean>
  /** True if the commit is in the history of this one, or of a branch or tag that the repository has now. */
  reaches(commit: string): Promise<boolean>
  /** Every entry of the tree, in path order. */
  listEntries(): Promise<readonly TreeEntry[]>
  /**
   * Contents by blob id; each id is asked for once however often it is given. Those that are not here yet are fetched in one git
   * operation, so ask for all that you need at once. Blobs over 50 MB, those that go over 500 MB together, and ids that are not in
   * the repository are left out, which `unread` tells.
   */
  readBlobs(blobIds: readonly string[]): Promise<ReadContents<Uint8Array>>
  /**
   * For each selection the newest commit, seen from this one, that changed anything under its paths, as `git rev-list -1` gives it;
   * this commit where nothing ever did. `undefined` where history is too long to be searched to its end.
   */
  lastChanges(selections: readonly PathSelection[]): Promise<readonly (string | undefined)[]>
  /** Says that nothing more will be read, so that what was kept of a remote repository may make room for others. */
  close(): Promise<void>
}

export interface PathSelection {
  /** Directories or files, relative to the root; `.` for everything. */
  readonly include: readonly string[]
  readonly exclude: readonly string[]
}
