import { ConflictError } from '@groundplan/errors'
import {
  askReviewers,
  type PullRequest,
  type PullRequestUpdate,
  type RefusedReviewer,
  type RepositoryName,
} from '@groundplan/scm'
import { requireBodyLength } from '../require-body-length.ts'
import type { BitbucketCloudClient } from './client.ts'
import { isNamed } from './name-of.ts'
import { pullRequestSchema, type PullRequestPayload } from './payloads.ts'
import { features } from './pull-request-features.ts'
import { toPullRequest } from './pull-request-fields.ts'
import { getPayload, printPullRequest } from './pull-requests.ts'
import { toPath } from './repositories.ts'

/** A pull request and the fields to update. */
interface Change {
  readonly repository: RepositoryName
  readonly payload: PullRequestPayload
  readonly update: PullRequestUpdate
}

/** Throws ConflictError if it is no longer open. */
export async function updatePullRequest(
  client: BitbucketCloudClient,
  repository: RepositoryName,
  number: number,
  update: PullRequestUpdate,
): Promise<PullRequest> {
  if (update.body !== undefined) requireBodyLength(update.body, features)
  const payload = await getPayload(client, repository, number)
  if (!isChange(toPullRequest(payload), update)) return toPullRequest(payload)
  requireOpen(repository, payload)
  return toPullRequest(await sendUpdate(client, { repository, payload, update }, []))
}

/** Reviewers are `{uuid}`s or ids of Atlassian accounts. */
export async function requestReviewers(
  client: BitbucketCloudClient,
  repository: RepositoryName,
  number: number,
  reviewers: readonly string[],
): Promise<readonly RefusedReviewer[]> {
  let payload = await getPayload(client, repository, number)
  const wanted = findNewReviewers(payload, reviewers)
  if (wanted.length > 0) requireOpen(repository, payload)
  return askReviewers(wanted, async (names) => {
    payload = await sendUpdate(client, { repository, payload, update: {} }, names)
  })
}

function requireOpen(repository: RepositoryName, { state, id }: PullRequestPayload): void {
  if (state === 'OPEN') return
  throw new ConflictError(`Cannot update ${printPullRequest(repository, id)}: it is closed.`)
}

function findNewReviewers(
  { author, reviewers = [] }: PullRequestPayload,
  names: readonly string[],
): readonly string[] {
  // The host rejects the author as a reviewer.
  const known = author === undefined || author === null ? reviewers : [author, ...reviewers]
  return [...new Set(names)].filter((name) => !known.some((account) => isNamed(account, name)))
}

function isChange({ title, body, state }: PullRequest, update: PullRequestUpdate): boolean {
  const isDraft = state.status === 'open' && state.draft
  return (
    (update.title ?? title) !== title ||
    (update.body ?? body) !== body ||
    (update.draft ?? isDraft) !== isDraft
  )
}

/** Omitted fields are cleared, including reviewers. */
async function sendUpdate(
  client: BitbucketCloudClient,
  { repository, payload, update }: Change,
  addedReviewers: readonly string[],
): Promise<PullRequestPayload> {
  const { title, body } = toPullRequest(payload)
  const present = (payload.reviewers ?? []).flatMap(({ uuid }) => uuid ?? [])
  return client.call({
    subject: printPullRequest(repository, payload.id),
    schema: pullRequestSchema,
    send: (api, options) =>
      api.pullrequests.update({
        ...toPath(repository),
        pull_request_id: payload.id,
        _body: {
          type: 'pullrequest',
          title: update.title ?? title,
          description: update.body ?? body,
          destination: { branch: { name: payload.destination.branch.name } },
          reviewers: [...present, ...addedReviewers].map(toReviewer),
          draft: update.draft ?? payload.draft === true,
        },
        ...options,
      }),
  })
}

function toReviewer(name: string): { type: 'user'; uuid: string } | { type: 'user'; account_id: string } {
  return name.startsWith('{') ? { type: 'user', uuid: name } : { type: 'user', account_id: name }
}
