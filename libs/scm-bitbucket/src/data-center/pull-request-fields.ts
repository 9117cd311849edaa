import type { PullRequest, PullRequestState } from '@groundplan/scm'
import type { PullRequestPayload } from './payloads.ts'

/** Converts a pull request to the port's model. */
export function toPullRequest(payload: PullRequestPayload): PullRequest {
  return {
    number: payload.id,
    url: payload.links.self[0]?.href ?? '',
    title: payload.title,
    body: payload.description ?? '',
    branch: payload.fromRef.displayId,
    base: payload.toRef.displayId,
    commit: payload.fromRef.latestCommit,
    state: toState(payload),
    labels: [],
    reviewers: payload.reviewers.map(({ user }) => user.name),
    updatedAt: new Date(payload.updatedDate),
  }
}

/** False for pull requests from or to a fork. */
export function isWithinRepository({ fromRef, toRef }: PullRequestPayload): boolean {
  return fromRef.repository.id === toRef.repository.id
}

/** Only the activities say who closed it. */
function toState({ state, draft, closedDate, properties }: PullRequestPayload): PullRequestState {
  if (state === 'OPEN') return { status: 'open', draft: draft === true }
  const at = typeof closedDate === 'number' ? new Date(closedDate) : undefined
  return state === 'MERGED'
    ? { status: 'merged', commit: properties?.mergeCommit?.id, at }
    : { status: 'closed', at }
}
