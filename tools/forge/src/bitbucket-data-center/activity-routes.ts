import type { HostUrls } from '../http/host-state.ts'
import type { Route } from '../http/route.ts'
import type { Account } from '../model/account.ts'
import type { PullRequest } from '../model/pull-request.ts'
import { viewComment } from './comment-view.ts'
import { findPullRequest, reading, root, type RepositoryCall } from './in-repository.ts'
import { replyPage } from './reply-page.ts'
import { viewUser } from './user-view.ts'

export const activityRoutes: readonly Route[] = [
  { method: 'GET', path: `${root}/pull-requests/{pullRequestId}/activities`, handle: reading(list) },
]

interface Activity {
  readonly action: string
  readonly by: Account
  readonly at: Date
  readonly more?: object
}

/** Newest first. */
function list(call: RepositoryCall) {
  const activities = listActivities(findPullRequest(call), call.urls).map((activity, id) => ({
    ...activity,
    id,
  }))
  activities.sort((one, other) => other.at.getTime() - one.at.getTime() || other.id - one.id)
  return replyPage(call, activities, ({ id, action, by, at, more }) => ({
    id: id + 1,
    createdDate: at.getTime(),
    user: viewUser(by, call.urls),
    action,
    ...more,
  }))
}

function listActivities(pullRequest: PullRequest, urls: HostUrls): readonly Activity[] {
  const { author, createdAt, comments, reviews } = pullRequest
  return [
    { action: 'OPENED', by: author, at: createdAt },
    ...comments.map((comment) => ({
      action: 'COMMENTED',
      by: comment.author,
      at: comment.createdAt,
      more: { commentAction: 'ADDED', comment: viewComment(comment, urls) },
    })),
    ...reviews.map(({ author: by, verdict, at }) => ({
      action: verdict === 'approved' ? 'APPROVED' : 'REVIEWED',
      by,
      at,
    })),
    ...listClosing(pullRequest),
  ]
}

function listClosing({ status, closedBy, closedAt, mergeCommit }: PullRequest): readonly Activity[] {
  if (closedBy === undefined || closedAt === undefined) return []
  if (status === 'closed') return [{ action: 'DECLINED', by: closedBy, at: closedAt }]
  const commit = mergeCommit ?? ''
  const more = { commit: { id: commit, displayId: commit.slice(0, 11) } }
  return [{ action: 'MERGED', by: closedBy, at: closedAt, more }]
}
