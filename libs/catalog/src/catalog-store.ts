import type { Page, PageRequest } from '@groundplan/proposal'
import type {
  CatalogEntry,
  CatalogProblem,
  CatalogState,
  CatalogSummary,
  CatalogVersion,
  SyncFailure,
} from './catalog.ts'
import type { CatalogFacets, CatalogFilter, CatalogPosition } from './catalog-query.ts'
import type { RecordedRepository } from './identity/match-repository.ts'

/** How old the state may be that lists show. */
export const recentMilliseconds = 200

/** The changes of a sync, written atomically. */
export interface CatalogUpdate {
  /** Commit of the blueprint repository that the catalog now reflects. */
  readonly commit: string
  /** Commit that it reflected when the update was planned. */
  readonly since: string | undefined
  readonly published: readonly CatalogEntry[]
  /** Names of deleted files. */
  readonly retired: readonly string[]
  /** Checked paths: their known problems are replaced. */
  readonly checked: readonly string[]
  readonly problems: readonly CatalogProblem[]
  /** Version of the product that checked them: another one may find other problems. */
  readonly checkedBy: string
}

/** The result of a sync; see {@link CatalogState}. */
export type SyncNote =
  | { readonly kind: 'behind' | 'matches'; readonly at: Date }
  | { readonly kind: 'failed'; readonly at: Date; readonly failure: SyncFailure }

/** Entries and files that an older version of the product has described or found invalid. */
export interface OutdatedContent {
  readonly names: readonly string[]
  readonly problemPaths: readonly string[]
}

export interface EntryWithVersions {
  readonly entry: CatalogEntry
  /** Semantic versions, newest first. */
  readonly versions: readonly string[]
}

/** What pages and programs read of a catalog: all of it, or what a space sees of it. */
export type CatalogReader = Pick<
  CatalogStore,
  | ('list' | 'count' | 'facets' | 'findWithVersions' | 'findVersion' | 'readVersions')
  | ('listProblems' | 'countProblems' | 'readState' | 'readRecentState')
>

/** Port: keeps catalog entries and their versions. */
export interface CatalogStore {
  /** Entries in use that match: the best first, then by name. */
  list(
    filter: CatalogFilter,
    request: PageRequest<CatalogPosition>,
  ): Promise<Page<CatalogSummary, CatalogPosition>>
  /** How many entries in use match. */
  count(filter: CatalogFilter): Promise<number>
  facets(filter: CatalogFilter): Promise<CatalogFacets>
  /** Every entry with its latest version, by name; retired ones included. For work on the whole catalog. */
  listEntries(): Promise<readonly CatalogSummary[]>
  /** Those of the names that have an entry, each with its latest version. */
  findEntries(names: readonly string[]): Promise<readonly CatalogEntry[]>
  findEntry(name: string): Promise<CatalogEntry | undefined>
  findWithVersions(name: string): Promise<EntryWithVersions | undefined>
  findVersion(name: string, version: string): Promise<CatalogVersion | undefined>
  /** Newest first, with their texts; a position is an ordinal. */
  readVersions(name: string, request: PageRequest<number>): Promise<Page<CatalogVersion, number>>
  /** By path, which is also the position. */
  listProblems(request: PageRequest<string>): Promise<Page<CatalogProblem, string>>
  countProblems(): Promise<number>
  /** Those of the paths at which there is a problem. */
  findProblems(paths: readonly string[]): Promise<readonly CatalogProblem[]>
  /** The commit of the last update. */
  findSyncedCommit(): Promise<string | undefined>
  readState(): Promise<CatalogState>
  /**
   * The same for pages that show how old they are: it may be up to {@link recentMilliseconds} old, but never older than what was
   * last written through this store.
   */
  readRecentState(): Promise<CatalogState>
  /** Records the sync status for readers of the catalog. */
  noteSync(note: SyncNote): Promise<void>
  /** The blueprint repository that the catalog belongs to; `undefined` as long as none is known. */
  findRepository(): Promise<RecordedRepository | undefined>
  /** Records the repository by its first commit, unless one is already recorded. Returns the recorded one. */
  recordRepository(rootCommit: string): Promise<RecordedRepository>
  /** Records another repository and forgets the synced commit, so that the next update compares everything again. */
  adoptRepository(rootCommit: string): Promise<void>
  /** Writes the update. Returns false and writes nothing if the catalog has changed since it was planned. */
  apply(update: CatalogUpdate): Promise<boolean>
  /** Entries to describe or check again because the description format or the product version changed. */
  findOutdated(version: string): Promise<OutdatedContent>
  /** Replaces the descriptions of entries, but not their versions. */
  describeAgain(entries: readonly CatalogEntry[]): Promise<void>
}
