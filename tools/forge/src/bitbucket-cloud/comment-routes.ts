import type { Route } from '../http/route.ts'
import { addComment, deleteComment, editComment, getComment } from '../model/discuss.ts'
import { Refusal } from '../model/refusal.ts'
import { viewComment } from './comment-view.ts'
import { findPullRequest, reading, root, type RepositoryCall } from './in-repository.ts'
import { bodyLimit } from './limits.ts'
import { replyPage } from './reply-page.ts'

const all = `${root}/pullrequests/{pull_request_id}/comments`
const one = `${all}/{comment_id}`

/** Whoever may read may comment. */
export const commentRoutes: readonly Route[] = [
  { method: 'GET', path: all, handle: reading(list) },
  { method: 'POST', path: all, handle: reading(write) },
  { method: 'PUT', path: one, handle: reading(edit) },
  { method: 'DELETE', path: one, handle: reading(remove) },
]

function list(call: RepositoryCall) {
  return replyPage(call, findPullRequest(call).comments, { view: (each) => viewComment(each, call.urls) })
}

function write(call: RepositoryCall) {
  const { world, repository, actor, urls } = call
  const request = { body: readContent(call), by: actor, limit: bodyLimit }
  const comment = addComment(world, repository, findPullRequest(call), request)
  return { status: 201, body: viewComment(comment, urls) }
}

function edit(call: RepositoryCall) {
  const found = find(call)
  const request = { body: readContent(call), by: call.actor, limit: bodyLimit }
  editComment(call.world, call.repository, found, request)
  return { status: 200, body: viewComment(found.comment, call.urls) }
}

function remove(call: RepositoryCall) {
  deleteComment(call.world, call.repository, find(call), call.actor)
  return { status: 204 }
}

/** One changes one's own only. */
function find(call: RepositoryCall) {
  findPullRequest(call)
  const found = getComment(call.repository, Number(call.params['comment_id']))
  if (found.comment.author.login !== call.actor.login) throw new Refusal('not-allowed')
  return found
}

function readContent({ body }: RepositoryCall): string {
  const content = body['content']
  const raw = typeof content === 'object' && content !== null && 'raw' in content ? content.raw : undefined
  return typeof raw === 'string' ? raw : ''
}
