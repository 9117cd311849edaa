import { z } from 'zod'
import type { Route } from '../http/route.ts'
import { closePullRequest, reopenPullRequest } from '../model/close-pull-request.ts'
import { mergePullRequest } from '../model/merge-pull-request.ts'
import { openPullRequest } from '../model/open-pull-request.ts'
import type { PullRequest } from '../model/pull-request.ts'
import { Refusal } from '../model/refusal.ts'
import { requestReviews } from '../model/review-pull-request.ts'
import { updatePullRequest } from '../model/update-pull-request.ts'
import {
  findPullRequest,
  reading,
  requireVersion,
  root,
  type RepositoryCall,
  writing,
} from './in-repository.ts'
import { bodyLimit } from './limits.ts'
import { viewPullRequest } from './pull-request-view.ts'
import { replyPage } from './reply-page.ts'

const all = `${root}/pull-requests`
const one = `${all}/{pullRequestId}`

export const pullRequestRoutes: readonly Route[] = [
  { method: 'GET', path: all, handle: reading(list) },
  { method: 'POST', path: all, handle: reading(open) },
  { method: 'GET', path: one, handle: reading(reply) },
  { method: 'PUT', path: one, handle: writing(update) },
  { method: 'POST', path: `${one}/decline`, handle: reading(decline) },
  { method: 'POST', path: `${one}/reopen`, handle: reading(reopen) },
  { method: 'POST', path: `${one}/merge`, handle: writing(merge) },
]

const states: Readonly<Record<string, PullRequest['status']>> = {
  OPEN: 'open',
  MERGED: 'merged',
  DECLINED: 'closed',
}

function list(call: RepositoryCall) {
  const { query, repository } = call
  const state = query.get('state') ?? 'OPEN'
  const at = query.get('at')
  const end = query.get('direction') === 'OUTGOING' ? 'branch' : 'base'
  const found = repository.pullRequests.filter(
    (each) =>
      (state === 'ALL' || each.status === states[state]) && (at === null || `refs/heads/${each[end]}` === at),
  )
  const sorted = query.get('order') === 'OLDEST' ? found : found.toReversed()
  return replyPage(call, sorted, (each) => viewPullRequest(each, call))
}

const refSchema = z.object({ id: z.string() })
const bodySchema = z.object({
  title: z.string(),
  description: z.string().optional(),
  draft: z.boolean().optional(),
  reviewers: z.array(z.object({ user: z.object({ name: z.string() }) })).optional(),
})
const openSchema = bodySchema.extend({ fromRef: refSchema, toRef: refSchema })

async function open(call: RepositoryCall) {
  const { world, repository, actor } = call
  const { title, description = '', draft = false, fromRef, toRef, reviewers = [] } = read(openSchema, call)
  const pullRequest = await openPullRequest(world, repository, {
    title,
    body: description,
    branch: fromRef.id.replace('refs/heads/', ''),
    base: toRef.id.replace('refs/heads/', ''),
    draft,
    by: actor,
    unique: true,
    limit: bodyLimit,
  })
  setReviewers(
    call,
    pullRequest,
    reviewers.map(({ user }) => user.name),
  )
  return { status: 201, body: viewPullRequest(pullRequest, call) }
}

/** What is not sent is taken away, but for the draft, which older clients do not know. */
function update(call: RepositoryCall) {
  const { world, repository, actor } = call
  const pullRequest = findPullRequest(call)
  requireVersion(call, pullRequest.version)
  if (pullRequest.status !== 'open') throw new Refusal('not-open')
  const { title, description = '', draft, reviewers = [] } = read(bodySchema, call)
  setReviewers(
    call,
    pullRequest,
    reviewers.map(({ user }) => user.name),
  )
  const change = { title, body: description, draft, by: actor, limit: bodyLimit }
  updatePullRequest(world, repository, pullRequest, change)
  return reply(call)
}

function setReviewers(call: RepositoryCall, pullRequest: PullRequest, names: readonly string[]): void {
  const { world, repository, actor } = call
  const unknown = names.find((name) => world.findAccount(name) === undefined)
  if (unknown !== undefined) throw new Refusal('unknown-reviewer', { field: unknown })
  const people = names.filter((name) => !pullRequest.reviewers.includes(name))
  if (people.length > 0) requestReviews(world, repository, pullRequest, { people, teams: [], by: actor })
  pullRequest.reviewers = pullRequest.reviewers.filter((login) => names.includes(login))
}

function decline(call: RepositoryCall) {
  const pullRequest = findPullRequest(call)
  requireVersion(call, pullRequest.version)
  closePullRequest(call.world, call.repository, pullRequest, call.actor)
  return reply(call)
}

async function reopen(call: RepositoryCall) {
  const pullRequest = findPullRequest(call)
  requireVersion(call, pullRequest.version)
  await reopenPullRequest(call.world, call.repository, pullRequest, call.actor)
  return reply(call)
}

const mergeSchema = z.object({
  message: z.string().optional(),
  strategyId: z.enum(['no-ff', 'squash']).default('no-ff'),
})

async function merge(call: RepositoryCall) {
  const { world, repository, actor } = call
  const pullRequest = findPullRequest(call)
  requireVersion(call, pullRequest.version)
  const { message, strategyId } = read(mergeSchema, call)
  await mergePullRequest(world, repository, pullRequest, {
    by: actor,
    message: message ?? `Pull request #${pullRequest.number}: ${pullRequest.title}`,
    squash: strategyId === 'squash',
    deleteBranch: false,
  })
  return reply(call)
}

function reply(call: RepositoryCall) {
  return { status: 200, body: viewPullRequest(findPullRequest(call), call) }
}

function read<Body>(schema: z.ZodType<Body>, { body }: RepositoryCall): Body {
  const result = schema.safeParse(body)
  if (result.success) return result.data
  throw new Refusal('invalid', { message: z.prettifyError(result.error) })
}
