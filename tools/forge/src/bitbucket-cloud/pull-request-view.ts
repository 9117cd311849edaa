import type { HostUrls } from '../http/host-state.ts'
import type { PullRequest } from '../model/pull-request.ts'
import type { Repository } from '../model/repository.ts'
import type { World } from '../model/world.ts'
import { viewAccount } from './account-view.ts'
import { printTime, shorten } from './identifiers.ts'
import { apiAddress, viewShortRepository } from './repository-view.ts'

export interface PullRequestContext {
  readonly world: World
  readonly repository: Repository
  readonly urls: HostUrls
}

const states = { open: 'OPEN', merged: 'MERGED', closed: 'DECLINED' } as const

/** `pullrequest` of Bitbucket's description, with `description` and the nulls that recorded ones have. */
export function viewPullRequest(pullRequest: PullRequest, context: PullRequestContext) {
  const { world, repository, urls } = context
  const { number, title, body, closedBy, mergeCommit } = pullRequest
  const address = `${apiAddress(repository, urls)}/pullrequests/${number}`
  return {
    type: 'pullrequest',
    id: number,
    title,
    description: body,
    summary: { raw: body, markup: 'markdown', html: '' },
    state: states[pullRequest.status],
    draft: pullRequest.draft,
    source: viewEnd(context, pullRequest.branch, pullRequest.commit),
    destination: viewEnd(context, pullRequest.base, pullRequest.baseCommit),
    merge_commit: mergeCommit === undefined ? null : { hash: shorten(mergeCommit) },
    close_source_branch: false,
    closed_by: closedBy === undefined ? null : viewAccount(closedBy, urls),
    author: viewAccount(pullRequest.author, urls),
    reason: '',
    created_on: printTime(pullRequest.createdAt),
    updated_on: printTime(pullRequest.updatedAt),
    reviewers: pullRequest.reviewers.map((login) => viewAccount(world.person(login), urls)),
    participants: viewParticipants(pullRequest, urls),
    comment_count: pullRequest.comments.length,
    task_count: 0,
    links: {
      self: { href: address },
      html: { href: `${urls.web}/${repository.owner}/${repository.name}/pull-requests/${number}` },
      commits: { href: `${address}/commits` },
      approve: { href: `${address}/approve` },
      diff: { href: `${address}/diff` },
      comments: { href: `${address}/comments` },
      activity: { href: `${address}/activity` },
      merge: { href: `${address}/merge` },
      decline: { href: `${address}/decline` },
    },
  }
}

function viewEnd({ repository, urls }: PullRequestContext, branch: string, commit: string) {
  return {
    repository: viewShortRepository(repository, urls),
    branch: { name: branch },
    commit: { hash: shorten(commit) },
  }
}

function viewParticipants({ reviews }: PullRequest, urls: HostUrls) {
  const newest = new Map(reviews.map((review) => [review.author.login, review]))
  return [...newest.values()].map(({ author, verdict, at }) => ({
    type: 'participant',
    user: viewAccount(author, urls),
    role: 'REVIEWER',
    approved: verdict === 'approved',
    state: verdict === 'approved' ? 'approved' : verdict === 'changes-requested' ? 'changes_requested' : null,
    participated_on: printTime(at),
  }))
}
