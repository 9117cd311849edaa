import type { NewJob } from '@groundplan/jobs'
import type { ReportedProblem, ReviewHost, SideSteps } from '@groundplan/proposal'
import type { ModuleOutcome, RepositoryOutcome } from './import-report.ts'
import type { Onboarding } from './review/propose-configuration.ts'
import { plainReview, type ReviewSettings } from './review-settings.ts'
import type { SelectedRepository } from './scan/find-sources.ts'
import type { SourceSelection } from './scan/source-selection.ts'

/** An import's configuration, read again for each import. */
export interface ImportConfiguration {
  /** The repositories to import by default. */
  readonly selections: readonly SourceSelection[]
  readonly review: ReviewSettings
  /** The versions of Terraform that may run modules, e.g. `>= 1.5, < 1.12`; all that exist if absent. */
  readonly allowedTerraform?: string | undefined
  /** Where the blueprint repository is reviewed; here if absent. */
  readonly host?: ReviewHost | undefined
  /** The configuration itself, while its proposal is open. Nothing else is proposed until it is merged. */
  readonly onboarding?: Onboarding | undefined
  /** Called after an import that was not a dry run. */
  readonly afterImport?: AfterImport | undefined
  /** Notes for the operator, one sentence each. */
  readonly notes?: readonly string[] | undefined
}

/** The result of an import, for follow-up actions. */
export interface FinishedImport {
  /** Of its record; absent if it has none. */
  readonly number?: number | undefined
  readonly repositories: readonly RepositoryOutcome[]
  readonly modules: readonly ModuleOutcome[]
  /** The repositories that the configuration selects, of those that were looked at, changed or not. */
  readonly selected: readonly SelectedRepository[]
  /** True if these are all: everything was looked at, and every host could be asked. */
  readonly isListed: boolean
  /** True if everything that the configuration selects was looked at. */
  readonly isWhole: boolean
  /** What could not be done so far. */
  readonly problems: readonly ReportedProblem[]
  /** For what is done beside the result. */
  readonly sideSteps: SideSteps
  /** False while the configuration's proposal is open and nothing else was proposed. */
  readonly isProposed: boolean
}

/** What is left to do after an import, and what to say about it. */
export interface FollowUp {
  /** Enqueued in the transaction that records the outcome. */
  readonly jobs: readonly NewJob[]
  /** For the report. */
  readonly notes: readonly string[]
}

/** Port: follow-up work of an import. */
export type AfterImport = (finished: FinishedImport) => Promise<FollowUp>

/** Without any configuration: each module by itself, reviewed here. */
export const plainConfiguration: ImportConfiguration = {
  selections: [],
  review: plainReview,
}
