import { ConflictError, NotFoundError } from '@groundplan/errors'
import type { PullRequest, PullRequestUpdate, RepositoryName } from '@groundplan/scm'
import { requireBodyLength } from '../require-body-length.ts'
import { path, type BitbucketDataCenterClient } from './client.ts'
import { pullRequestSchema, userSchema, type PullRequestPayload } from './payloads.ts'
import { features } from './pull-request-features.ts'
import { toPullRequest } from './pull-request-fields.ts'
import { printPullRequest, toPullRequestPath } from './pull-request-names.ts'
import { getPayload } from './pull-requests.ts'
import { withNewestVersion } from './with-newest-version.ts'

/** A pull request and the fields to update. */
interface Change {
  readonly repository: RepositoryName
  readonly number: number
  readonly update: PullRequestUpdate
}

/** Reviewers are names of users. */
export async function updatePullRequest(
  client: BitbucketDataCenterClient,
  repository: RepositoryName,
  number: number,
  update: PullRequestUpdate,
): Promise<PullRequest> {
  if (update.body !== undefined) requireBodyLength(update.body, features)
  const change = { repository, number, update }
  const reviewers = update.addReviewers ?? []
  try {
    return await sendWithReviewers(client, change, reviewers)
  } catch (error) {
    // One unknown reviewer makes the host reject the whole request; then each is looked up.
    if (!(error instanceof ConflictError) || reviewers.length === 0) throw error
  }
  const known: string[] = []
  for (const reviewer of reviewers) if (await isUser(client, reviewer)) known.push(reviewer)
  try {
    return await sendWithReviewers(client, change, known)
  } catch (error) {
    // Known, but they may not see the repository.
    if (!(error instanceof ConflictError) || known.length === 0) throw error
    return sendWithReviewers(client, change, [])
  }
}

async function sendWithReviewers(
  client: BitbucketDataCenterClient,
  change: Change,
  names: readonly string[],
): Promise<PullRequest> {
  return withNewestVersion({
    read: () => getPayload(client, change.repository, change.number),
    act: async (payload) => {
      const pullRequest = toPullRequest(payload)
      const reviewers = findNewReviewers(payload, names)
      if (!isChange(pullRequest, change.update) && reviewers.length === 0) return pullRequest
      return toPullRequest(await sendUpdate(client, change, payload, reviewers))
    },
  })
}

function findNewReviewers(
  { author, reviewers }: PullRequestPayload,
  names: readonly string[],
): readonly string[] {
  // The host rejects the author as a reviewer.
  const known = new Set([author, ...reviewers].map(({ user }) => user.name))
  return [...new Set(names)].filter((name) => !known.has(name))
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
  client: BitbucketDataCenterClient,
  { repository, number, update }: Change,
  payload: PullRequestPayload,
  addedReviewers: readonly string[],
): Promise<PullRequestPayload> {
  const { title, body, reviewers } = toPullRequest(payload)
  const draft = update.draft ?? payload.draft
  return client.call({
    subject: printPullRequest(repository, number),
    schema: pullRequestSchema,
    method: 'PUT',
    path: toPullRequestPath(repository, number),
    // The documented schema requires fields that only responses have; the host only needs the user name.
    body: {
      version: payload.version,
      title: update.title ?? title,
      description: update.body ?? body,
      reviewers: [...reviewers, ...addedReviewers].map((name) => ({ user: { name } })),
      ...(draft === undefined ? {} : { draft }),
    },
  })
}

async function isUser(client: BitbucketDataCenterClient, name: string): Promise<boolean> {
  // How the server derives the slug of a user.
  const slug = name.toLowerCase().replaceAll(/[^a-z0-9.-]/g, '_')
  try {
    const call = { subject: `the user ${name}`, schema: userSchema }
    const user = await client.call({ ...call, path: path`/api/latest/users/${slug}` })
    return user.name === name
  } catch (error) {
    if (error instanceof NotFoundError) return false
    throw error
  }
}
