import type { CatalogEntry, CatalogProblem, CatalogSummary, CatalogVersion } from './catalog.ts'

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
  /** Writes the update. False, with nothing written, if the catalog has moved on since it was planned. */
  apply(update: CatalogUpdate): Promise<boolean>
}
