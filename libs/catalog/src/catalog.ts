/**
 * The catalog: the blueprints that reviewers have merged, each with its versions.
 *
 * Terms: an *entry* is one blueprint by its name; each content that the default branch had is a *version*, whose semantic
 * version number says what changed for those who use it; an entry is *retired* when its file is gone, and its versions stay
 * readable. *Facts* are what lists can be filtered by.
 */
import type { GrainSource, InterfaceDescription } from '@groundplan/blueprint'
import type { Diagnostic } from '@groundplan/errors'

export interface CatalogVersion {
  readonly blueprint: string
  /** Semantic version; the first is 1.0.0. */
  readonly version: string
  /** Place among the blueprint's versions, from 1: the order in which they were published. */
  readonly ordinal: number
  /** Commit of the blueprint repository at which this content was first seen. */
  readonly commit: string
  readonly blobId: string
  /** The file's text. */
  readonly text: string
  readonly publishedAt: Date
}

/** A version without its text, for lists. */
export type VersionSummary = Omit<CatalogVersion, 'text'>

/** The values that lists can be filtered by, without duplicates. */
export interface CatalogFacts {
  readonly labels: readonly string[]
  /** Terraform providers, e.g. `aws`. */
  readonly providers: readonly string[]
  /** Names of the repositories that hold its modules. */
  readonly repositories: readonly string[]
  /** The owner, e.g. `@platform/databases`. */
  readonly owners: readonly string[]
}

/** The details of the latest version for the blueprint's page, without parsing the file. */
export interface CatalogDetails extends InterfaceDescription {
  readonly sources: readonly (GrainSource & { readonly grain: string })[]
}

export interface CatalogEntry extends CatalogFacts {
  readonly name: string
  readonly displayName: string
  readonly description: string | undefined
  readonly retired: boolean
  /** Absent for entries that are to be described again. */
  readonly details?: CatalogDetails | undefined
  readonly latest: CatalogVersion
}

/** An entry without its details and the text of its version, for lists. */
export interface CatalogSummary extends Omit<CatalogEntry, 'latest' | 'details'> {
  /** Where the code of the latest version comes from; empty for entries that are to be described again. */
  readonly sources: CatalogDetails['sources']
  readonly latest: VersionSummary
}

/** A file of the blueprint repository that cannot be in the catalog, and why. */
export interface CatalogProblem {
  readonly path: string
  /** Content that was checked. */
  readonly blobId: string
  readonly diagnostics: readonly Diagnostic[]
}

/** How well the catalog matches the blueprint repository. */
export interface CatalogState {
  /** Commit of the blueprint repository that the catalog reflects; `undefined` before the first synchronisation. */
  readonly syncedCommit: string | undefined
  /** When it last matched. Updated about twice a minute while nothing changes. */
  readonly checkedAt?: Date | undefined
  /** Since when commits wait to be read, as far as one knows. */
  readonly behindSince?: Date | undefined
  /** Why the last synchronisation failed; absent if it did not. */
  readonly failure?: SyncFailure | undefined
}

export interface SyncFailure {
  readonly message: string
  readonly hint?: string | undefined
}
