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

/** Without any configuration: each module by itself, without limits. */
export const plainReview: ReviewSettings = {
  group: 'module',
  branchPrefix: 'groundplan/',
  limits: {},
  askOwners: false,
}
