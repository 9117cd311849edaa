import type { ReviewHost } from '@groundplan/proposal'
import type { WebhookRegistration } from '@groundplan/scm'
import type { SourceSelection } from '../scan/source-selection.ts'
import type { Onboarding } from './propose-configuration.ts'

/** What an import goes by, read anew for each. */
export interface ImportConfiguration {
  /** What is imported when nobody names repositories. */
  readonly selections: readonly SourceSelection[]
  readonly review: ReviewSettings
  /** Where the blueprint repository is reviewed; here if absent. */
  readonly host?: ReviewHost | undefined
  /** The configuration itself, while it waits to be merged: until then nothing else is proposed. */
  readonly onboarding?: Onboarding | undefined
  /** True if the host is to show what waits and what failed. */
  readonly dashboard?: boolean | undefined
  /** Milliseconds between two imports of what is configured; none are begun by themselves if absent. */
  readonly pollInterval?: number | undefined
  /** Where hosts are to tell what happens; they are not asked to if absent. */
  readonly webhooks?: WebhookTargets | undefined
  /** What the operator should know about it, a sentence each. */
  readonly notes?: readonly string[] | undefined
}

export interface WebhookTargets {
  /** For the blueprint repository. */
  readonly review: WebhookTarget | undefined
  /** For repositories of the host that the configuration calls so. */
  findSource(host: string): WebhookTarget | undefined
}

export type WebhookTarget = Pick<WebhookRegistration, 'url' | 'secret'>

export interface ReviewSettings {
  /** What shares a branch: all modules of a repository, of an owner, or all; or each by itself. */
  readonly group: 'repository' | 'module' | 'owner' | 'all'
  /** How the names of branches begin. */
  readonly branchPrefix: string
  readonly limits: ReviewLimits
  /** True if the owners of a module's files, as CODEOWNERS has them, are asked to review. */
  readonly askOwners: boolean
}

/** How much may wait for review; each is unlimited if absent. */
export interface ReviewLimits {
  /** Branches with open proposals. */
  readonly open?: number | undefined
  /** Branches that are opened within an hour. */
  readonly perHour?: number | undefined
}

/** Without any configuration: each module by itself, reviewed here. */
export const plainConfiguration: ImportConfiguration = {
  selections: [],
  review: { group: 'module', branchPrefix: 'groundplan/', limits: {}, askOwners: false },
}
