import { readText } from '../http/read-body.ts'
import type { Route } from '../http/route.ts'
import { addComment, deleteComment, editComment, getComment } from '../model/discuss.ts'
import { getNumbered } from '../model/find-in-repository.ts'
import { reading, readNumber, type RepositoryCall, writing } from './in-repository.ts'
import { viewComment } from './issue-view.ts'
import { bodyLimit } from './limits.ts'
import { paginate } from './paginate.ts'

const ofIssue = '/repos/{owner}/{repo}/issues/{issue_number}/comments'
const one = '/repos/{owner}/{repo}/issues/comments/{comment_id}'

export const commentRoutes: readonly Route[] = [
  { method: 'GET', path: ofIssue, handle: reading(list) },
  { method: 'POST', path: ofIssue, handle: reading(write) },
  { method: 'GET', path: one, handle: reading(get) },
  { method: 'PATCH', path: one, handle: writing(edit) },
  { method: 'DELETE', path: one, handle: writing(remove) },
]

function list(call: RepositoryCall) {
  const subject = getNumbered(call.repository, readNumber(call, 'issue_number'))
  const since = new Date(call.query.get('since') ?? 0)
  const all = subject.comments.filter(({ updatedAt }) => updatedAt >= since)
  const { items, headers } = paginate(call, all)
  return { status: 200, headers, body: items.map((each) => viewComment(each, subject, call)) }
}

function write(call: RepositoryCall) {
  const { world, repository, actor } = call
  const subject = getNumbered(repository, readNumber(call, 'issue_number'))
  const text = readText(call.body, 'body') ?? ''
  const comment = addComment(world, repository, subject, { body: text, by: actor, limit: bodyLimit })
  return { status: 201, body: viewComment(comment, subject, call) }
}

function get(call: RepositoryCall) {
  const { comment, subject } = find(call)
  return { status: 200, body: viewComment(comment, subject, call) }
}

function edit(call: RepositoryCall) {
  const found = find(call)
  const text = readText(call.body, 'body') ?? ''
  editComment(call.world, call.repository, found, { body: text, by: call.actor, limit: bodyLimit })
  return { status: 200, body: viewComment(found.comment, found.subject, call) }
}

function remove(call: RepositoryCall) {
  deleteComment(call.world, call.repository, find(call), call.actor)
  return { status: 204 }
}

function find(call: RepositoryCall) {
  return getComment(call.repository, readNumber(call, 'comment_id'))
}
