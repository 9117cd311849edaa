/** The database's record of its blueprint repository. */
export interface RecordedRepository {
  /** First commit of the default branch; `undefined` in databases from before it was recorded. */
  readonly rootCommit: string | undefined
  /** Commit that the catalog reflects; `undefined` before the first synchronisation. */
  readonly syncedCommit: string | undefined
}

/** The state of the repository found. */
export interface FoundRepository {
  /** First commit of the default branch. */
  readonly rootCommit: string
  /** Where it has the commit that the catalog reflects: on its default branch, elsewhere, or nowhere. */
  readonly syncedCommit: 'on-default-branch' | 'elsewhere' | 'unknown'
}

/**
 * Whether a repository is the one that the database knows: `missing` if there is none, `foreign` if it began with another commit,
 * `older` if it lacks the synced commit, `rewritten` if it has that commit, but no longer on its default branch.
 */
export type RepositoryMatch = 'same' | 'missing' | 'foreign' | 'older' | 'rewritten'

/** Compares the repository that was found with the recorded one. A database without a record takes any. */
export function matchRepository(
  recorded: RecordedRepository | undefined,
  found: FoundRepository | undefined,
): RepositoryMatch {
  if (recorded === undefined) return 'same'
  if (found === undefined) return 'missing'
  // No records exist, so a different first commit is safe.
  if (recorded.syncedCommit !== undefined && found.syncedCommit === 'on-default-branch') return 'same'
  if (recorded.rootCommit !== undefined && recorded.rootCommit !== found.rootCommit) return 'foreign'
  if (recorded.syncedCommit === undefined) return 'same'
  return found.syncedCommit === 'elsewhere' ? 'rewritten' : 'older'
}
