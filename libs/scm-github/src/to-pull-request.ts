import type { PullRequest, PullRequestState } from '@groundplan/scm'

/** The fields we read from GitHub's pull requests. */
export interface ListedPullRequest {
  readonly number: number
  readonly html_url: string
  readonly title: string
  readonly body: string | null
  readonly state: string
  readonly draft?: boolean | undefined
  readonly head: {
    readonly ref: string
    readonly sha: string
    /** Required by the API description, but missing if a fork was deleted. */
    readonly repo: { readonly id: number } | null
  }
  readonly base: {
    readonly ref: string
    readonly repo: { readonly id: number; readonly owner: { readonly login: string } }
  }
  readonly labels: readonly { readonly name: string }[]
  readonly requested_reviewers?: readonly { readonly login: string }[] | null | undefined
  readonly requested_teams?: readonly { readonly slug: string }[] | null | undefined
  readonly updated_at: string
  readonly closed_at: string | null
  readonly merged_at: string | null
  readonly merge_commit_sha: string | null
  /** In no listing. */
  readonly merged_by?: { readonly login: string } | null | undefined
}

export function toPullRequest(pullRequest: ListedPullRequest): PullRequest {
  const { base } = pullRequest
  return {
    number: pullRequest.number,
    url: pullRequest.html_url,
    title: pullRequest.title,
    body: pullRequest.body ?? '',
    branch: pullRequest.head.ref,
    base: base.ref,
    commit: pullRequest.head.sha,
    state: toState(pullRequest),
    labels: pullRequest.labels.map(({ name }) => name),
    reviewers: [
      ...(pullRequest.requested_reviewers ?? []).map(({ login }) => login),
      ...(pullRequest.requested_teams ?? []).map(({ slug }) => `${base.repo.owner.login}/${slug}`),
    ],
    updatedAt: new Date(pullRequest.updated_at),
  }
}

/** True if its branch is in the same repository, not in a fork. */
export function isFromHere({ head, base }: ListedPullRequest): boolean {
  return head.repo?.id === base.repo.id
}

function toState(pullRequest: ListedPullRequest): PullRequestState {
  if (pullRequest.state === 'open') return { status: 'open', draft: pullRequest.draft ?? false }
  const at = toDate(pullRequest.closed_at)
  if (pullRequest.merged_at === null) return { status: 'closed', at }
  const commit = pullRequest.merge_commit_sha ?? undefined
  return { status: 'merged', commit, by: pullRequest.merged_by?.login, at }
}

function toDate(text: string | null): Date | undefined {
  return text === null ? undefined : new Date(text)
}
