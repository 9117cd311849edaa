import { readText } from '../http/read-body.ts'
import type { Route } from '../http/route.ts'
import { addComment, editComment, getComment } from '../model/discuss.ts'
import { Refusal } from '../model/refusal.ts'
import { viewComment } from './comment-view.ts'
import { findPullRequest, reading, requireVersion, root, type RepositoryCall } from './in-repository.ts'
import { bodyLimit } from './limits.ts'

const all = `${root}/pull-requests/{pullRequestId}/comments`

/** Whoever may read may comment. Without a file, the comments of a pull request are listed among its activities only. */
export const commentRoutes: readonly Route[] = [
  { method: 'POST', path: all, handle: reading(write) },
  { method: 'PUT', path: `${all}/{commentId}`, handle: reading(edit) },
]

function write(call: RepositoryCall) {
  const { world, repository, actor, urls } = call
  const request = { body: readText(call.body, 'text') ?? '', by: actor, limit: bodyLimit }
  const comment = addComment(world, repository, findPullRequest(call), request)
  return { status: 201, body: viewComment(comment, urls) }
}

/** "Only the author of the comment may update the text of the comment." */
function edit(call: RepositoryCall) {
  findPullRequest(call)
  const found = getComment(call.repository, Number(call.params['commentId']))
  if (found.comment.author.login !== call.actor.login) throw new Refusal('not-allowed')
  requireVersion(call, found.comment.version)
  const request = { body: readText(call.body, 'text') ?? '', by: call.actor, limit: bodyLimit }
  editComment(call.world, call.repository, found, request)
  return { status: 200, body: viewComment(found.comment, call.urls) }
}
