import { ConflictError, InputError, NotFoundError } from '@groundplan/errors'
import type { PullRequest, PullRequestUpdate, RepositoryName } from '@groundplan/scm'
import { requireBodyLength } from '../require-body-length.ts'
import type { BitbucketCloudClient } from './client.ts'
import { isNamed } from './name-of.ts'
import { accountSchema, pullRequestSchema, type PullRequestPayload } from './payloads.ts'
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

/** Reviewers are `{uuid}`s or ids of Atlassian accounts. Throws ConflictError if it is no longer open. */
export async function updatePullRequest(
  client: BitbucketCloudClient,
  repository: RepositoryName,
  number: number,
  update: PullRequestUpdate,
): Promise<PullRequest> {
  if (update.body !== undefined) requireBodyLength(update.body, features)
  const payload = await getPayload(client, repository, number)
  const reviewers = findNewReviewers(payload, update.addReviewers ?? [])
  if (!isChange(toPullRequest(payload), update) && reviewers.length === 0) return toPullRequest(payload)
  if (payload.state !== 'OPEN') {
    throw new ConflictError(`Cannot update ${printPullRequest(repository, number)}: it is closed.`)
  }
  const change = { repository, payload, update }
  return toPullRequest(await sendWithReviewers(client, change, reviewers))
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

/** One unknown reviewer makes the host reject the whole request; then each is looked up. */
async function sendWithReviewers(
  client: BitbucketCloudClient,
  change: Change,
  reviewers: readonly string[],
): Promise<PullRequestPayload> {
  try {
    return await sendUpdate(client, change, reviewers)
  } catch (error) {
    if (!(error instanceof InputError) || reviewers.length === 0) throw error
  }
  const known: string[] = []
  for (const reviewer of reviewers) if (await isUser(client, reviewer)) known.push(reviewer)
  try {
    return await sendUpdate(client, change, known)
  } catch (error) {
    // Known, but they may not see the repository.
    if (!(error instanceof InputError) || known.length === 0) throw error
    return sendUpdate(client, change, [])
  }
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

async function isUser(client: BitbucketCloudClient, name: string): Promise<boolean> {
  try {
    await client.call({
      subject: `the user ${name}`,
      schema: accountSchema,
      send: (api, options) => api.users.get({ selected_user: name, fields: 'uuid,account_id', ...options }),
    })
    return true
  } catch (error) {
    if (error instanceof NotFoundError || error instanceof InputError) return false
    throw error
  }
}
