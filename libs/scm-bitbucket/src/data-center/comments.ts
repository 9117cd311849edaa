import { createOnce } from '@groundplan/http'
import type { Comment, KeyedComment, RepositoryName } from '@groundplan/scm'
import { isMarked, markComment } from '../comment-marker.ts'
import { requireBodyLength } from '../require-body-length.ts'
import { listActivities } from './activities.ts'
import { path, type BitbucketDataCenterClient } from './client.ts'
import { commentSchema, type CommentPayload } from './payloads.ts'
import { features } from './pull-request-features.ts'
import { printPullRequest, toPullRequestPath } from './pull-request-names.ts'
import { withNewestVersion } from './with-newest-version.ts'

/** Oldest first. */
export async function listComments(
  client: BitbucketDataCenterClient,
  repository: RepositoryName,
  number: number,
): Promise<readonly Comment[]> {
  const payloads = await listPayloads(client, repository, number)
  return payloads.map(({ id, author, text, createdDate }) => ({
    id: String(id),
    by: author.name,
    body: text,
    at: new Date(createdDate),
  }))
}

export async function putComment(
  client: BitbucketDataCenterClient,
  repository: RepositoryName,
  number: number,
  { key, body }: KeyedComment,
): Promise<void> {
  const text = markComment(key, body)
  requireBodyLength(body, features)
  // Others may have copied the line.
  const isOurs = ({ author, text: present }: CommentPayload) =>
    isMarked(key, present) && (client.username === undefined || author.name === client.username)
  const find = async () => (await listPayloads(client, repository, number)).find(isOurs)
  const comments = `${toPullRequestPath(repository, number)}/comments`
  const call = { subject: `a comment on ${printPullRequest(repository, number)}`, schema: commentSchema }
  const create = () => client.call({ ...call, method: 'POST', path: comments, body: { text } })
  const present = (await find()) ?? (await createOnce({ create, find, wait: client.wait }))
  await withNewestVersion({
    read: async () => (await find()) ?? present,
    act: async ({ id, version, text: presentText }) => {
      if (presentText === text) return
      await client.call({
        ...call,
        method: 'PUT',
        path: `${comments}${path`/${id}`}`,
        body: { text, version },
      })
    },
  })
}

/** The host only lists comments on the whole pull request as activities, with replies nested. */
async function listPayloads(
  client: BitbucketDataCenterClient,
  repository: RepositoryName,
  number: number,
): Promise<readonly CommentPayload[]> {
  const found = new Map<number, CommentPayload>()
  for await (const page of listActivities(client, repository, number)) {
    for (const { comment } of page) if (comment !== undefined) collect(comment, found)
  }
  return [...found.values()].sort((one, other) => one.id - other.id)
}

function collect(comment: CommentPayload, found: Map<number, CommentPayload>): void {
  found.set(comment.id, comment)
  for (const answer of comment.comments ?? []) collect(answer, found)
}
