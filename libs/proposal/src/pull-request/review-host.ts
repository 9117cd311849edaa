import type { RepositoryName, ScmProvider } from '@groundplan/scm'

/** The host at which the blueprint repository is, and where people review. */
export interface ReviewHost {
  readonly provider: ScmProvider
  readonly repository: RepositoryName
  readonly policy: PullRequestPolicy
}

/** What the company wants of pull requests. */
export interface PullRequestPolicy {
  readonly labels: readonly string[]
  /** Asked for every pull request, as the host names people. */
  readonly reviewers: readonly string[]
  /** Whether pull requests begin as drafts: until our own checks pass, always, or never. */
  readonly draft: 'until-checked' | 'always' | 'never'
}

/** Label on a closed pull request that asks for it again. */
export const againLabel = 'groundplan-again'

/** Comment on a closed pull request that asks for it again. */
export const againComment = /^\s*\/groundplan\s+again\b/im
