import { ConflictError } from '@groundplan/errors'
import { createOnce } from '@groundplan/http'
import type { NewPullRequest, PullRequest, RepositoryName } from '@groundplan/scm'
import { requireBodyLength } from '../require-body-length.ts'
import type { BitbucketCloudClient } from './client.ts'
import { closePullRequest } from './close-pull-request.ts'
import { pullRequestSchema, type Account, type PullRequestPayload } from './payloads.ts'
import { features } from './pull-request-features.ts'
import { toPullRequest } from './pull-request-fields.ts'
import { listPayloads } from './pull-requests.ts'
import { printName, toPath } from './repositories.ts'

/**
 * Opens a pull request. The host may accept several from one branch, so this checks before and after: of several opened by the
 * same account, the lowest number is kept and the others are declined. Whoever opened last sees them all.
 */
export async function openPullRequest(
  client: BitbucketCloudClient,
  repository: RepositoryName,
  request: NewPullRequest,
): Promise<PullRequest> {
  requireBodyLength(request.body, features)
  const [present] = await settle(client, repository, request)
  if (present !== undefined) {
    throw new ConflictError(
      `${printName(repository)} already has pull request ${present.id} from ${request.branch}.`,
    )
  }
  const opened = await createOnce({
    wait: client.wait,
    create: () => sendPullRequest(client, repository, request),
    find: async () =>
      (await listOpen(client, repository, request)).find((payload) => isRequested(payload, request)),
  })
  const [kept = opened] = await settle(client, repository, request, opened.author)
  return toPullRequest(kept)
}

async function sendPullRequest(
  client: BitbucketCloudClient,
  repository: RepositoryName,
  { title, body, branch, base, draft }: NewPullRequest,
): Promise<PullRequestPayload> {
  return client.call({
    subject: `a pull request from ${branch} of ${printName(repository)}`,
    schema: pullRequestSchema,
    send: (api, options) =>
      api.pullrequests.create({
        ...toPath(repository),
        // `type` is only in the documented schema; the host accepts requests without it.
        _body: {
          type: 'pullrequest',
          title,
          description: body,
          source: { branch: { name: branch } },
          destination: { branch: { name: base } },
          draft,
        },
        ...options,
      }),
  })
}

/** Declines duplicates opened by one account; returns the remaining open ones, oldest first. */
async function settle(
  client: BitbucketCloudClient,
  repository: RepositoryName,
  request: NewPullRequest,
  author?: Account | null,
): Promise<readonly PullRequestPayload[]> {
  const [first, ...others] = await listOpen(client, repository, request)
  if (first === undefined) return []
  const owner = author ?? first.author
  const surplus = others.filter((other) => owner?.uuid !== undefined && other.author?.uuid === owner.uuid)
  for (const { id } of surplus) await closePullRequest(client, repository, id)
  return [first, ...others.filter((other) => !surplus.includes(other))]
}

/** Open pull requests between the two branches, oldest first. */
async function listOpen(
  client: BitbucketCloudClient,
  repository: RepositoryName,
  { branch, base }: NewPullRequest,
): Promise<readonly PullRequestPayload[]> {
  const open = await listPayloads(client, repository, { status: 'open', branch })
  return open.filter(({ destination }) => destination.branch.name === base).reverse()
}

function isRequested(payload: PullRequestPayload, { title, body }: NewPullRequest): boolean {
  const pullRequest = toPullRequest(payload)
  return pullRequest.title === title && pullRequest.body.trim() === body.trim()
}
