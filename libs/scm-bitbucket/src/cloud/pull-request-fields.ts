import type { PullRequest, PullRequestState } from '@groundplan/scm'
import { nameOf } from './name-of.ts'
import type { PullRequestPayload } from './payloads.ts'

/** Requested fields of a pull request; lists omit reviewers by default. */
export const pullRequestFields = [
  ...['id', 'title', 'summary.raw', 'description', 'state', 'draft', 'updated_on', 'links.html.href'],
  ...['source.branch.name', 'source.commit.hash', 'source.repository.uuid'],
  ...['destination.branch.name', 'destination.commit.hash', 'destination.repository.uuid'],
  ...['merge_commit.hash', 'closed_by', 'author', 'reviewers'],
]

/** Converts a pull request to the port's model. Hashes have 12 digits here. */
export function toPullRequest(payload: PullRequestPayload): PullRequest {
  return {
    number: payload.id,
    url: payload.links.html.href,
    title: payload.title,
    body: payload.summary?.raw ?? payload.description ?? '',
    branch: payload.source.branch.name,
    base: payload.destination.branch.name,
    commit: payload.source.commit?.hash ?? '',
    state: toState(payload),
    labels: [],
    reviewers: (payload.reviewers ?? []).flatMap(({ uuid }) => uuid ?? []),
    updatedAt: new Date(payload.updated_on),
  }
}

/** False for pull requests from a fork. */
export function isWithinRepository({ source, destination }: PullRequestPayload): boolean {
  return source.repository?.uuid === destination.repository?.uuid
}

/** There is no closing date: `updated_on` changes with every later comment. */
function toState({ state, draft, merge_commit, closed_by }: PullRequestPayload): PullRequestState {
  if (state === 'OPEN') return { status: 'open', draft: draft === true }
  const by = closed_by === undefined || closed_by === null ? undefined : nameOf(closed_by)
  if (state === 'MERGED') return { status: 'merged', commit: merge_commit?.hash, by }
  return { status: 'closed', by }
}
