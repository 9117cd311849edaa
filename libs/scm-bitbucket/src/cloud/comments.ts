import { createOnce } from '@groundplan/http'
import type { Comment, KeyedComment, RepositoryName } from '@groundplan/scm'
import { isMarked, markComment } from '../comment-marker.ts'
import { requireBodyLength } from '../require-body-length.ts'
import type { BitbucketCloudClient } from './client.ts'
import { features } from './features.ts'
import { nameOf } from './name-of.ts'
import { commentSchema } from './payloads.ts'
import { printPullRequest } from './pull-requests.ts'
import { printListFields, toPath } from './repositories.ts'

const fields = ['id', 'content.raw', 'user', 'created_on', 'deleted']

/** Oldest first. */
export async function listComments(
  client: BitbucketCloudClient,
  repository: RepositoryName,
  number: number,
): Promise<readonly Comment[]> {
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
  return payloads
    .filter(({ deleted }) => deleted !== true)
    .map(({ id, user, content, created_on }) => ({
      id: String(id),
      by: nameOf(user),
      body: content.raw,
      at: new Date(created_on),
    }))
    .sort((one, other) => Number(one.id) - Number(other.id))
}

export async function putComment(
  client: BitbucketCloudClient,
  repository: RepositoryName,
  number: number,
  { key, body }: KeyedComment,
): Promise<void> {
  const text = markComment(key, body)
  requireBodyLength(body, features)
  const find = async () =>
    (await listComments(client, repository, number)).find((comment) => isMarked(key, comment.body))
  const present = await find()
  if (present?.body === text) return
  const place = { ...toPath(repository), pull_request_id: number }
  const call = { subject: `a comment on ${printPullRequest(repository, number)}`, schema: commentSchema }
  const _body = { type: 'pullrequest_comment', content: { raw: text } }
  if (present !== undefined) {
    await client.call({
      ...call,
      send: (api, options) =>
        api.pullrequests.updateComment({ ...place, comment_id: Number(present.id), _body, ...options }),
    })
    return
  }
  await createOnce<unknown>({
    create: () =>
      client.call({
        ...call,
        send: (api, options) => api.pullrequests.createComment({ ...place, _body, ...options }),
      }),
    find: find,
  })
}
