import { ConflictError } from '@groundplan/errors'
import { createOnce } from '@groundplan/http'
import type { NewPullRequest, PullRequest, RepositoryName } from '@groundplan/scm'
import { requireBodyLength } from '../require-body-length.ts'
import type { BitbucketDataCenterClient } from './client.ts'
import { pullRequestSchema } from './payloads.ts'
import { features } from './pull-request-features.ts'
import { toPullRequest } from './pull-request-fields.ts'
import { listPullRequests, toRef } from './pull-requests.ts'
import { printName, toPath } from './repositories.ts'

/** Opens a pull request. The host returns 409 for a second one between the same branches. */
export async function openPullRequest(
  client: BitbucketDataCenterClient,
  repository: RepositoryName,
  request: NewPullRequest,
): Promise<PullRequest> {
  requireBodyLength(request.body, features)
  let isAgain = false
  const create = async () => {
    try {
      return await sendPullRequest(client, repository, request)
    } catch (error) {
      // The result of an earlier attempt may appear late.
      const opened = isAgain && error instanceof ConflictError ? await find() : undefined
      if (opened === undefined) throw error
      return opened
    } finally {
      isAgain = true
    }
  }
  const find = () => findRequested(client, repository, request)
  return createOnce({ create, find, wait: client.wait })
}

async function sendPullRequest(
  client: BitbucketDataCenterClient,
  repository: RepositoryName,
  { title, body, branch, base, draft }: NewPullRequest,
): Promise<PullRequest> {
  const payload = await client.call({
    subject: `a pull request from ${branch} of ${printName(repository)}`,
    schema: pullRequestSchema,
    method: 'POST',
    path: `${toPath(repository)}/pull-requests`,
    // The documented schema requires fields that only responses have; the host only needs the branch ID.
    body: {
      title,
      description: body,
      fromRef: { id: toRef(branch) },
      toRef: { id: toRef(base) },
      draft,
    },
  })
  return toPullRequest(payload)
}

async function findRequested(
  client: BitbucketDataCenterClient,
  repository: RepositoryName,
  { title, body, branch, base }: NewPullRequest,
): Promise<PullRequest | undefined> {
  const open = await listPullRequests(client, repository, { status: 'open', branch })
  return open.find(
    (pullRequest) =>
      pullRequest.base === base && pullRequest.title === title && pullRequest.body.trim() === body.trim(),
  )
}
