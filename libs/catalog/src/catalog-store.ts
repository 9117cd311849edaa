import type { CatalogEntry, CatalogProblem, CatalogSummary, CatalogVersion } from './catalog.ts'
import type { RecordedRepository } from './identity/match-repository.ts'

/** What a synchronisation writes, all of it or nothing. */
export interface CatalogUpdate {
  /** Commit of the blueprint repository that the catalog now reflects. */
  readonly commit: string
  /** Commit that it reflected when the update was planned. */
  readonly since: string | undefined
  readonly published: readonly CatalogEntry[]
  /** Names whose files are gone. */
  readonly retired: readonly string[]
  readonly problems: readonly CatalogProblem[]
}

/** Port: keeps catalog entries and their versions. */
export interface CatalogStore {
  /** Every entry with its latest version, by name; retired ones included. */
  listEntries(): Promise<readonly CatalogSummary[]>
  /** Those of the names that have an entry, each with its latest version. */
  findEntries(names: readonly string[]): Promise<readonly CatalogEntry[]>
  findEntry(name: string): Promise<CatalogEntry | undefined>
  /** Newest first. */
  listVersions(name: string): Promise<readonly CatalogVersion[]>
  listProblems(): Promise<readonly CatalogProblem[]>
  /** The commit of the last update. */
  findSyncedCommit(): Promise<string | undefined>
  /** The blueprint repository that the catalog belongs to; `undefined` as long as none is known. */
  findRepository(): Promise<RecordedRepository | undefined>
  /** Records the repository by its first commit, unless one is recorded already. Returns what is recorded then. */
  recordRepository(rootCommit: string): Promise<RecordedRepository>
  /** Records another repository and forgets the synced commit, so that the next update compares everything again. */
  adoptRepository(rootCommit: string): Promise<void>
  /** Writes the update. False, with nothing written, if the catalog has moved on since it was planned. */
  apply(update: CatalogUpdate): Promise<boolean>
}
