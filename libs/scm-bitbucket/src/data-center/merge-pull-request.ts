import { ConflictError, ExternalServiceError } from '@groundplan/errors'
import type { PullRequestMerge, RepositoryName } from '@groundplan/scm'
import type { BitbucketDataCenterClient } from './client.ts'
import { pullRequestSchema, type PullRequestPayload } from './payloads.ts'
import { printPullRequest, toPullRequestPath } from './pull-request-names.ts'
import { getPayload, getPullRequest } from './pull-requests.ts'
import { service } from './service.ts'
import { withNewestVersion } from './with-newest-version.ts'

/**
 * Merges with a merge commit. Succeeds if it is already merged at that commit, for example after a lost response. The version does
 * not change with the branch, so the tip is checked right before.
 */
export async function mergePullRequest(
  client: BitbucketDataCenterClient,
  repository: RepositoryName,
  merge: PullRequestMerge,
): Promise<string> {
  const merged = await withNewestVersion({
    read: () => getPayload(client, repository, merge.number),
    act: async (payload) => {
      requireUnmoved(payload, merge)
      return payload.state === 'MERGED' ? payload : sendMerge(client, repository, merge, payload.version)
    },
  })
  const commit = merged.properties?.mergeCommit?.id
  return commit ?? findMergeCommit(client, repository, merge.number)
}

function requireUnmoved({ state, fromRef }: PullRequestPayload, { number, commit }: PullRequestMerge): void {
  if (state === 'DECLINED') throw new ConflictError(`Pull request ${number} is closed.`)
  if (fromRef.latestCommit.startsWith(commit)) return
  throw new ConflictError(
    `The branch of pull request ${number} has new commits: it is now at ${fromRef.latestCommit}.`,
    {
      hint: 'Review it again before merging.',
    },
  )
}

async function sendMerge(
  client: BitbucketDataCenterClient,
  repository: RepositoryName,
  { number, message }: PullRequestMerge,
  version: number,
): Promise<PullRequestPayload> {
  return client.call({
    subject: printPullRequest(repository, number),
    schema: pullRequestSchema,
    method: 'POST',
    path: `${toPullRequestPath(repository, number)}/merge`,
    query: { version },
    body: { message, strategyId: 'no-ff' },
    idempotent: true,
  })
}

/** Servers that omit it from the pull request have it in the activities. */
async function findMergeCommit(
  client: BitbucketDataCenterClient,
  repository: RepositoryName,
  number: number,
): Promise<string> {
  const { state } = await getPullRequest(client, repository, number)
  if (state.status === 'merged' && state.commit !== undefined) return state.commit
  throw new ExternalServiceError(
    `${service} did not report the merge commit of ${printPullRequest(repository, number)}.`,
    { service },
  )
}
