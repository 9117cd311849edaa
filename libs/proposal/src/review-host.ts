import type { ChangeSubject, PullRequestHost, RepositoryName, ScmKind } from '@groundplan/scm'
import type { PullRequestPolicy } from './pull-request-policy.ts'

/** The host at which the blueprint repository is, and where people review. */
export interface ReviewHost {
  readonly pullRequests: PullRequestHost
  readonly repository: RepositoryName
  /** For links to its pages; where it is absent, addresses have to tell. */
  readonly kind?: ScmKind | undefined
  /** For pull requests whose proposals want nothing else. */
  readonly policy: PullRequestPolicy
  /** Titles of pull requests by the company's template; as they are if absent. */
  readonly renderTitle?: ((title: string, about: ChangeSubject) => string) | undefined
  /** Messages of commits that the host makes, by the company's rules; as they are if absent. */
  readonly composeMessage?: ((message: string, about: ChangeSubject) => string) | undefined
}

/** Label on a closed pull request that asks for it again. */
export const againLabel = 'groundplan-again'

/** Comment on a closed pull request that asks for it again. */
export const againComment = /^\s*\/groundplan\s+again\b/im
