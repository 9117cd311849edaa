/**
 * The catalog: the blueprints that reviewers have merged, each with its versions.
 *
 * Terms: an *entry* is one blueprint by its name; each content that the default branch had is a *version*, whose semantic
 * version number says what changed for those who use it; an entry is *retired* when its file is gone, and its versions stay
 * readable.
 */
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

export interface CatalogEntry {
  readonly name: string
  readonly displayName: string
  readonly description: string | undefined
  readonly labels: readonly string[]
  readonly retired: boolean
  readonly latest: CatalogVersion
}

/** An entry without the text of its version, for lists. */
export interface CatalogSummary extends Omit<CatalogEntry, 'latest'> {
  readonly latest: Omit<CatalogVersion, 'text'>
}

/** A file of the blueprint repository that cannot be in the catalog, and why. */
export interface CatalogProblem {
  readonly path: string
  readonly diagnostics: readonly Diagnostic[]
}
