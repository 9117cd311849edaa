import {
  askReviewers,
  type PullRequest,
  type PullRequestUpdate,
  type RefusedReviewer,
  type RepositoryName,
} from '@groundplan/scm'
import { requireBodyLength } from '../require-body-length.ts'
import type { BitbucketDataCenterClient } from './client.ts'
import { pullRequestSchema, type PullRequestPayload } from './payloads.ts'
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

export async function updatePullRequest(
  client: BitbucketDataCenterClient,
  repository: RepositoryName,
  number: number,
  update: PullRequestUpdate,
): Promise<PullRequest> {
  if (update.body !== undefined) requireBodyLength(update.body, features)
  return sendWithReviewers(client, { repository, number, update }, [])
}

/** Reviewers are names of users. */
export async function requestReviewers(
  client: BitbucketDataCenterClient,
  repository: RepositoryName,
  number: number,
  reviewers: readonly string[],
): Promise<readonly RefusedReviewer[]> {
  const change = { repository, number, update: {} }
  const payload = await getPayload(client, repository, number)
  const wanted = reviewers.filter((name) => findNewReviewers(payload, [plain(name)]).length > 0)
  return askReviewers(wanted, (names) => sendWithReviewers(client, change, names.map(plain)))
}

/** Without the `@` of CODEOWNERS. */
function plain(name: string): string {
  return name.replace(/^@/, '')
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
