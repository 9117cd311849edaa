import { ConflictError, ExternalServiceError, InputError } from '@groundplan/errors'
import type { PullRequestMerge, RepositoryName } from '@groundplan/scm'
import { z } from 'zod'
import type { BitbucketCloudClient } from './client.ts'
import { commitSchema, type PullRequestPayload } from './payloads.ts'
import { getPayload, printPullRequest } from './pull-requests.ts'
import { printName, toPath } from './repositories.ts'
import { service } from './service.ts'

/**
 * Merges with a merge commit and returns its full ID. Succeeds if it is already merged at that commit, for example after a lost
 * response. The host does not check the tip, so this is checked right before.
 */
export async function mergePullRequest(
  client: BitbucketCloudClient,
  repository: RepositoryName,
  merge: PullRequestMerge,
): Promise<string> {
  const { state } = requireUnmoved(await getPayload(client, repository, merge.number), merge)
  const refusal = state === 'MERGED' ? undefined : await findRefusal(client, repository, merge)
  const { merge_commit } = await getPayload(client, repository, merge.number)
  if (merge_commit !== undefined && merge_commit !== null) {
    return expandHash(client, repository, merge_commit.hash)
  }
  if (refusal !== undefined) throw new ConflictError(refusal.message, { cause: refusal })
  // 202: the host continues in the background.
  throw new ExternalServiceError(
    `${service} has not finished merging ${printPullRequest(repository, merge.number)}.`,
    { service, retryable: true },
  )
}

function requireUnmoved(
  payload: PullRequestPayload,
  { number, commit }: PullRequestMerge,
): PullRequestPayload {
  const isOver = payload.state === 'DECLINED' || payload.state === 'SUPERSEDED'
  if (isOver) throw new ConflictError(`Pull request ${number} is closed.`)
  const tip = payload.source.commit?.hash ?? ''
  if (tip !== '' && commit.startsWith(tip)) return payload
  throw new ConflictError(`The branch of pull request ${number} has new commits: it is now at ${tip}.`, {
    hint: 'Review it again before merging.',
  })
}

/** The host returns 400 or 409 if it cannot be merged, or is already merged. */
async function findRefusal(
  client: BitbucketCloudClient,
  repository: RepositoryName,
  { number, message }: PullRequestMerge,
): Promise<InputError | ConflictError | undefined> {
  try {
    await client.call({
      subject: printPullRequest(repository, number),
      schema: z.unknown(),
      idempotent: true,
      send: (api, options) =>
        api.pullrequests.merge({
          ...toPath(repository),
          pull_request_id: number,
          _body: { type: 'pullrequest_merge_parameters', message, merge_strategy: 'merge_commit' },
          ...options,
        }),
    })
    return undefined
  } catch (error) {
    if (error instanceof InputError || error instanceof ConflictError) return error
    throw error
  }
}

/** Pull requests have hashes of 12 digits. */
async function expandHash(
  client: BitbucketCloudClient,
  repository: RepositoryName,
  hash: string,
): Promise<string> {
  const commit = await client.call({
    subject: `commit ${hash} of ${printName(repository)}`,
    schema: commitSchema,
    send: (api, options) =>
      api.commits.get({ ...toPath(repository), commit: hash, fields: 'hash', ...options }),
  })
  return commit.hash
}
