import type { HostUrls } from '../http/host-state.ts'
import type { Account } from '../model/account.ts'
import type { PullRequest, Review } from '../model/pull-request.ts'
import type { Repository } from '../model/repository.ts'
import type { World } from '../model/world.ts'
import { viewRepository } from './repository-view.ts'
import { viewUser } from './user-view.ts'

export interface PullRequestContext {
  readonly world: World
  readonly repository: Repository
  readonly urls: HostUrls
}

const states = { open: 'OPEN', merged: 'MERGED', closed: 'DECLINED' } as const

/** `RestPullRequest`, with the links and the merge commit of recorded ones. */
export function viewPullRequest(pullRequest: PullRequest, context: PullRequestContext) {
  const { repository, urls } = context
  const { number, version, title, body, status, draft, closedAt, mergeCommit } = pullRequest
  const address = `${urls.web}/projects/${repository.owner}/repos/${repository.name}/pull-requests/${number}`
  return {
    id: number,
    version,
    title,
    ...(body === '' ? {} : { description: body }),
    state: states[status],
    open: status === 'open',
    closed: status !== 'open',
    draft,
    createdDate: pullRequest.createdAt.getTime(),
    updatedDate: pullRequest.updatedAt.getTime(),
    ...(closedAt === undefined ? {} : { closedDate: closedAt.getTime() }),
    fromRef: viewRef(context, pullRequest.branch, pullRequest.commit),
    toRef: viewRef(context, pullRequest.base, pullRequest.baseCommit),
    locked: false,
    author: viewParticipant(pullRequest.author, urls, { role: 'AUTHOR' }),
    ...viewReviewers(pullRequest, context),
    ...(mergeCommit === undefined
      ? {}
      : { properties: { mergeCommit: { id: mergeCommit, displayId: mergeCommit.slice(0, 11) } } }),
    links: { self: [{ href: address }] },
  }
}

function viewRef({ repository, urls }: PullRequestContext, branch: string, commit: string) {
  return {
    id: `refs/heads/${branch}`,
    displayId: branch,
    latestCommit: commit,
    type: 'BRANCH',
    repository: viewRepository(repository, urls),
  }
}

/** Those who were asked, and those who said something without being asked. */
function viewReviewers(pullRequest: PullRequest, { world, urls }: PullRequestContext) {
  const words = new Map(pullRequest.reviews.map((review) => [review.author.login, review]))
  const asked = pullRequest.reviewers.map((login) => world.person(login))
  const others = [...words.values()].filter(({ author }) => !pullRequest.reviewers.includes(author.login))
  return {
    reviewers: asked.map((account) =>
      viewParticipant(account, urls, { role: 'REVIEWER', review: words.get(account.login) }),
    ),
    participants: others.map((review) =>
      viewParticipant(review.author, urls, { role: 'PARTICIPANT', review }),
    ),
  }
}

function viewParticipant(
  account: Account,
  urls: HostUrls,
  { role, review }: { role: 'AUTHOR' | 'REVIEWER' | 'PARTICIPANT'; review?: Review | undefined },
) {
  const verdict = review?.verdict
  const status =
    verdict === 'approved' ? 'APPROVED' : verdict === 'changes-requested' ? 'NEEDS_WORK' : 'UNAPPROVED'
  return { user: viewUser(account, urls), role, approved: status === 'APPROVED', status }
}
