import type { NewJob } from '@groundplan/jobs'
import type { ReviewHost } from '@groundplan/proposal'
import type { ModuleOutcome, RepositoryOutcome } from './import-report.ts'
import type { Onboarding } from './review/propose-configuration.ts'
import { plainReview, type ReviewSettings } from './review-settings.ts'
import type { SourceOrigin } from './scan/find-sources.ts'
import type { SourceSelection } from './scan/source-selection.ts'

/** What an import goes by, read anew for each. */
export interface ImportConfiguration {
  /** What is imported when nobody names repositories. */
  readonly selections: readonly SourceSelection[]
  readonly review: ReviewSettings
  /** Where the blueprint repository is reviewed; here if absent. */
  readonly host?: ReviewHost | undefined
  /** The configuration itself, while it waits to be merged: until then nothing else is proposed. */
  readonly onboarding?: Onboarding | undefined
  /** Called after an import that was not a dry run. */
  readonly afterImport?: AfterImport | undefined
  /** What the operator should know about it, a sentence each. */
  readonly notes?: readonly string[] | undefined
}

/** What an import did, for whoever acts on it. */
export interface FinishedImport {
  /** Of its record; absent if it has none. */
  readonly number?: number | undefined
  readonly repositories: readonly RepositoryOutcome[]
  readonly modules: readonly ModuleOutcome[]
  /** The repositories that were imported from hosts of the configuration. */
  readonly origins: readonly SourceOrigin[]
  /** True if everything that the configuration selects was looked at. */
  readonly isWhole: boolean
  /** False while the configuration waits to be merged: nothing else was proposed. */
  readonly isProposed: boolean
}

/** Port: what happens after an import. Returns jobs, which are enqueued in the transaction that records how the import ended. */
export type AfterImport = (finished: FinishedImport) => Promise<readonly NewJob[]>

/** Without any configuration: each module by itself, reviewed here. */
export const plainConfiguration: ImportConfiguration = {
  selections: [],
  review: plainReview,
}
