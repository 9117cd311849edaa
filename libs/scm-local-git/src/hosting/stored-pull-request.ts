import type { PullRequest, Review } from '@groundplan/scm'

/** A pull request as it is kept: JSON, so times are texts (ISO 8601). */
export interface StoredPullRequest {
  readonly number: number
  readonly title: string
  readonly body: string
  readonly branch: string
  readonly base: string
  /** Tip of the branch when it was last looked at. */
  readonly commit: string
  readonly status: 'open' | 'merged' | 'closed'
  readonly draft: boolean
  readonly labels: readonly string[]
  /** Oldest first. */
  readonly comments: readonly StoredComment[]
  /** Oldest first. */
  readonly reviews: readonly StoredReview[]
  readonly mergeCommit?: string | undefined
  readonly endedBy?: string | undefined
  readonly endedAt?: string | undefined
  readonly updatedAt: string
}

export interface StoredComment {
  readonly id: string
  /** Of a comment that is written once and edited afterwards. */
  readonly key?: string | undefined
  readonly by: string
  readonly body: string
  readonly at: string
}

export interface StoredReview extends Pick<Review, 'by' | 'verdict'> {
  readonly at: string
}

/** Where the pull request of this number is kept. */
export const pullRequestRef = (number: number) => `refs/groundplan/pull-requests/${number}`

/** The pull request as the port has it. `repositoryUrl` is the address of the repository's folder. */
export function toPullRequest(stored: StoredPullRequest, repositoryUrl: string): PullRequest {
  const { number, title, body, branch, base, commit, labels } = stored
  return {
    number,
    url: `${repositoryUrl}#pull-request-${number}`,
    title,
    body,
    branch,
    base,
    commit,
    state: toState(stored),
    labels,
    reviewers: [],
    updatedAt: new Date(stored.updatedAt),
  }
}

function toState({ status, draft, mergeCommit, endedBy, endedAt }: StoredPullRequest): PullRequest['state'] {
  if (status === 'open') return { status, draft }
  const at = endedAt === undefined ? undefined : new Date(endedAt)
  return status === 'closed' ? { status, by: endedBy, at } : { status, commit: mergeCommit, by: endedBy, at }
}
