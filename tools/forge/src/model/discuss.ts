import type { Account } from './account.ts'
import { isPullRequest } from './find-in-repository.ts'
import type { Comment, Issue, PullRequest } from './pull-request.ts'
import { Refusal } from './refusal.ts'
import type { Repository } from './repository.ts'
import { requireBody } from './require-text.ts'
import { touch } from './touch.ts'
import type { World } from './world.ts'

export interface NewComment {
  readonly body: string
  readonly by: Account
  readonly limit: number
}

/** Writes a comment on a pull request or issue. Throws a Refusal. */
export function addComment(
  world: World,
  repository: Repository,
  subject: PullRequest | Issue,
  { body, by, limit }: NewComment,
): Comment {
  requireText(body, limit)
  const now = world.now()
  const comment = { id: world.nextId(), body, author: by, createdAt: now, updatedAt: now, version: 0 }
  subject.comments = [...subject.comments, comment]
  touch(world, subject)
  world.emit({ kind: 'comment', action: 'created', repository, by, comment, ...asSubject(subject) })
  return comment
}

/** Throws a Refusal. */
export function editComment(
  world: World,
  repository: Repository,
  { subject, comment }: FoundComment,
  { body, by, limit }: NewComment,
): void {
  requireText(body, limit)
  const formerBody = comment.body
  comment.body = body
  touch(world, comment)
  world.emit({
    kind: 'comment',
    action: 'edited',
    repository,
    by,
    comment,
    formerBody,
    ...asSubject(subject),
  })
}

export function deleteComment(
  world: World,
  repository: Repository,
  { subject, comment }: FoundComment,
  by: Account,
): void {
  subject.comments = subject.comments.filter(({ id }) => id !== comment.id)
  world.emit({ kind: 'comment', action: 'deleted', repository, by, comment, ...asSubject(subject) })
}

export interface FoundComment {
  readonly subject: PullRequest | Issue
  readonly comment: Comment
}

/** Throws a Refusal (`not-found`). */
export function getComment(repository: Repository, id: number): FoundComment {
  for (const subject of [...repository.pullRequests, ...repository.issues]) {
    const comment = subject.comments.find((each) => each.id === id)
    if (comment !== undefined) return { subject, comment }
  }
  throw new Refusal('not-found', { resource: 'comment' })
}

function requireText(body: string, limit: number): void {
  if (body.trim() === '')
    throw new Refusal('invalid', { resource: 'comment', field: 'body', message: 'missing_field' })
  requireBody(body, limit, 'comment')
}

function asSubject(subject: PullRequest | Issue) {
  return isPullRequest(subject) ? { pullRequest: subject } : { issue: subject }
}
