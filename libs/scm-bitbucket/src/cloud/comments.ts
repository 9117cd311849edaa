import { createOnce } from '@groundplan/http'
import type { Comment, KeyedComment, RepositoryName } from '@groundplan/scm'
import { isMarked, markComment } from '../comment-marker.ts'
import { requireBodyLength } from '../require-body-length.ts'
import type { BitbucketCloudClient } from './client.ts'
import { findOwnUuid } from './find-own-uuid.ts'
import { nameOf } from './name-of.ts'
import { commentSchema, type CommentPayload } from './payloads.ts'
import { features } from './pull-request-features.ts'
import { printPullRequest } from './pull-requests.ts'
import { printListFields, toPath } from './repositories.ts'

const fields = ['id', 'content.raw', 'user', 'created_on', 'deleted']

/** Oldest first. */
export async function listComments(
  client: BitbucketCloudClient,
  repository: RepositoryName,
  number: number,
): Promise<readonly Comment[]> {
  const payloads = await listPayloads(client, repository, number)
  return payloads.map(({ id, user, content, created_on }) => ({
    id: String(id),
    by: nameOf(user),
    body: content.raw,
    at: new Date(created_on),
  }))
}

/** Others may have copied our marker line; if the token cannot look up its own user, their comments match too. */
export async function putComment(
  client: BitbucketCloudClient,
  repository: RepositoryName,
  number: number,
  { key, body }: KeyedComment,
): Promise<void> {
  requireBodyLength(body, features)
  const text = markComment(key, body)
  const own = await findOwnUuid(client)
  const find = async () =>
    (await listPayloads(client, repository, number)).find(
      ({ user, content }) => isMarked(key, content.raw) && (own === undefined || user?.uuid === own),
    )
  const present = await find()
  if (present?.content.raw === text) return
  const place = { ...toPath(repository), pull_request_id: number }
  const call = { subject: `a comment on ${printPullRequest(repository, number)}`, schema: commentSchema }
  const _body = { type: 'pullrequest_comment', content: { raw: text } }
  if (present !== undefined) {
    await client.call({
      ...call,
      send: (api, options) =>
        api.pullrequests.updateComment({ ...place, comment_id: present.id, _body, ...options }),
    })
    return
  }
  const create = async () =>
    client.call({
      ...call,
      send: (api, options) => api.pullrequests.createComment({ ...place, _body, ...options }),
    })
  await createOnce({ create, find, wait: client.wait })
}

async function listPayloads(
  client: BitbucketCloudClient,
  repository: RepositoryName,
  number: number,
): Promise<readonly CommentPayload[]> {
  const payloads = await client.list({
    subject: `the comments on ${printPullRequest(repository, number)}`,
    schema: commentSchema,
    send: (api, options) =>
      api.pullrequests.listComments({
        ...toPath(repository),
        pull_request_id: number,
        pagelen: 100,
        fields: printListFields(fields),
        ...options,
      }),
  })
  return payloads.filter(({ deleted }) => deleted !== true).sort((one, other) => one.id - other.id)
}
