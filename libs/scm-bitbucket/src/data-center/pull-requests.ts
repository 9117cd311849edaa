import { ConflictError } from '@groundplan/errors'
import type { PullRequest, PullRequestFilter, PullRequestState, RepositoryName } from '@groundplan/scm'
import { listActivities } from './activities.ts'
import type { BitbucketDataCenterClient } from './client.ts'
import { pullRequestSchema, type PullRequestPayload } from './payloads.ts'
import { isWithinRepository, toPullRequest } from './pull-request-fields.ts'
import { printPullRequest, toPullRequestPath } from './pull-request-names.ts'
import { printName, toPath } from './repositories.ts'
import { withNewestVersion } from './with-newest-version.ts'

/**
 * Newest first. All pages are read in any case: the host does not say that its order NEWEST is by the time of the last change, so
 * that an old one that was merged just now may be on the last page.
 */
export async function listPullRequests(
  client: BitbucketDataCenterClient,
  repository: RepositoryName,
  { status, branch, updatedSince }: PullRequestFilter,
): Promise<readonly PullRequest[]> {
  const payloads = await client.list({
    subject: `the pull requests of ${printName(repository)}`,
    schema: pullRequestSchema,
    path: `${toPath(repository)}/pull-requests`,
    query: {
      state: status === 'open' ? 'OPEN' : 'ALL',
      order: 'NEWEST',
      ...(branch === undefined ? {} : { at: toRef(branch), direction: 'OUTGOING' }),
    },
  })
  return payloads
    .filter(isWithinRepository)
    .map(toPullRequest)
    .filter(({ updatedAt }) => updatedSince === undefined || updatedAt >= updatedSince)
    .sort((one, other) => other.number - one.number)
}

/** Of a closed one, this also says who closed it. */
export async function getPullRequest(
  client: BitbucketDataCenterClient,
  repository: RepositoryName,
  number: number,
): Promise<PullRequest> {
  const pullRequest = toPullRequest(await getPayload(client, repository, number))
  if (pullRequest.state.status === 'open') return pullRequest
  return { ...pullRequest, state: await findClosing(client, repository, number, pullRequest.state) }
}

/** Reads a pull request. */
export async function getPayload(
  client: BitbucketDataCenterClient,
  repository: RepositoryName,
  number: number,
): Promise<PullRequestPayload> {
  return client.call({
    subject: printPullRequest(repository, number),
    schema: pullRequestSchema,
    path: toPullRequestPath(repository, number),
  })
}

/** Reopens a declined pull request; the host rejects this if its branch was deleted. */
export async function reopenPullRequest(
  client: BitbucketDataCenterClient,
  repository: RepositoryName,
  number: number,
): Promise<PullRequest> {
  return withNewestVersion({
    read: () => getPayload(client, repository, number),
    act: async (payload) => {
      if (payload.state === 'OPEN') return toPullRequest(payload)
      if (payload.state === 'MERGED') {
        throw new ConflictError(`${printPullRequest(repository, number)} is merged.`)
      }
      const reopened = await client.call({
        subject: printPullRequest(repository, number),
        schema: pullRequestSchema,
        method: 'POST',
        path: `${toPullRequestPath(repository, number)}/reopen`,
        query: { version: payload.version },
        idempotent: true,
      })
      return toPullRequest(reopened)
    },
  })
}

/** A branch as the host names it. */
export function toRef(branch: string): string {
  return `refs/heads/${branch}`
}

async function findClosing(
  client: BitbucketDataCenterClient,
  repository: RepositoryName,
  number: number,
  state: Exclude<PullRequestState, { status: 'open' }>,
): Promise<PullRequestState> {
  const action = state.status === 'merged' ? 'MERGED' : 'DECLINED'
  for await (const page of listActivities(client, repository, number)) {
    const closing = page.find((activity) => activity.action === action)
    if (closing === undefined) continue
    const by = closing.user?.name
    return state.status === 'merged'
      ? { ...state, by, commit: state.commit ?? closing.commit?.id }
      : { ...state, by }
  }
  return state
}
