import { readText, readTexts } from '../http/read-body.ts'
import type { Route } from '../http/route.ts'
import { getPullRequest } from '../model/find-in-repository.ts'
import { Refusal } from '../model/refusal.ts'
import { requestReviews, reviewPullRequest } from '../model/review-pull-request.ts'
import { viewAccount } from './account-view.ts'
import { fail } from './errors.ts'
import { reading, readNumber, type RepositoryCall, writing } from './in-repository.ts'
import { paginate } from './paginate.ts'
import { viewPullRequest } from './pull-request-view.ts'
import { viewReview } from './review-view.ts'
import { viewTeam } from './team-view.ts'

const reviews = '/repos/{owner}/{repo}/pulls/{pull_number}/reviews'
const requested = '/repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers'

export const reviewRoutes: readonly Route[] = [
  { method: 'GET', path: reviews, handle: reading(list) },
  { method: 'POST', path: reviews, handle: reading(write) },
  { method: 'GET', path: requested, handle: reading(listRequested) },
  { method: 'POST', path: requested, handle: writing(request) },
  { method: 'DELETE', path: requested, handle: writing(withdraw) },
]

function list(call: RepositoryCall) {
  const pullRequest = find(call)
  const { items, headers } = paginate(call, pullRequest.reviews)
  return { status: 200, headers, body: items.map((each) => viewReview(each, pullRequest, call)) }
}

const verdicts: Readonly<Record<string, 'approved' | 'changes-requested' | 'commented'>> = {
  APPROVE: 'approved',
  REQUEST_CHANGES: 'changes-requested',
  COMMENT: 'commented',
}

function write(call: RepositoryCall) {
  const { world, repository, body, actor } = call
  const pullRequest = find(call)
  const verdict = verdicts[readText(body, 'event') ?? '']
  if (verdict === undefined) return fail(422, 'Pending reviews are not spoken by the stand-in.')
  if (verdict !== 'commented' && pullRequest.author.id === actor.id)
    return { ...fail(422, 'Unprocessable Entity'), body: ownReview(verdict) }
  const review = reviewPullRequest(world, repository, pullRequest, {
    verdict,
    body: readText(body, 'body') ?? '',
    by: actor,
  })
  return { status: 200, body: viewReview(review, pullRequest, call) }
}

function ownReview(verdict: 'approved' | 'changes-requested') {
  const what = verdict === 'approved' ? 'approve' : 'request changes on'
  return {
    message: 'Unprocessable Entity',
    errors: [`Can not ${what} your own pull request`],
    documentation_url: 'https://docs.github.com/rest',
  }
}

function listRequested(call: RepositoryCall) {
  const { world, repository, urls } = call
  const { reviewers, teams } = find(call)
  return {
    status: 200,
    body: {
      users: reviewers.map((login) => viewAccount(world.person(login), urls)),
      teams: teams.map((slug) => viewTeam(slug, repository.owner, urls)),
    },
  }
}

function request(call: RepositoryCall) {
  const { world, repository, body, actor } = call
  const pullRequest = find(call)
  const people = readTexts(body, 'reviewers')
  const teams = readTexts(body, 'team_reviewers')
  try {
    requestReviews(world, repository, pullRequest, { people, teams, by: actor })
  } catch (error) {
    if (!(error instanceof Refusal) || error.reason !== 'unknown-reviewer') throw error
    throw new Refusal('unknown-reviewer', { message: `${repository.owner}/${repository.name}` })
  }
  return { status: 201, body: viewPullRequest(pullRequest, call) }
}

function withdraw(call: RepositoryCall) {
  const pullRequest = find(call)
  const people = readTexts(call.body, 'reviewers')
  const teams = readTexts(call.body, 'team_reviewers')
  pullRequest.reviewers = pullRequest.reviewers.filter((login) => !people.includes(login))
  pullRequest.teams = pullRequest.teams.filter((slug) => !teams.includes(slug))
  return { status: 200, body: viewPullRequest(pullRequest, call) }
}

function find(call: RepositoryCall) {
  return getPullRequest(call.repository, readNumber(call, 'pull_number'))
}
