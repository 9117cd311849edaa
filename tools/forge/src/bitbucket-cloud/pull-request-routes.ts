import { z } from 'zod'
import type { Route } from '../http/route.ts'
import { closePullRequest } from '../model/close-pull-request.ts'
import { mergePullRequest } from '../model/merge-pull-request.ts'
import { openPullRequest } from '../model/open-pull-request.ts'
import { updatePullRequest } from '../model/update-pull-request.ts'
import type { PullRequest } from '../model/pull-request.ts'
import { Refusal } from '../model/refusal.ts'
import { findPullRequest, reading, root, type RepositoryCall, writing } from './in-repository.ts'
import { bodyLimit } from './limits.ts'
import { viewPullRequest } from './pull-request-view.ts'
import { parseQuery, type QueryTerm } from './query-language.ts'
import { replyPage } from './reply-page.ts'
import { setReviewers } from './set-reviewers.ts'

const all = `${root}/pullrequests`
const one = `${all}/{pull_request_id}`

export const pullRequestRoutes: readonly Route[] = [
  { method: 'GET', path: all, handle: reading(list) },
  { method: 'POST', path: all, handle: writing(open) },
  { method: 'GET', path: one, handle: reading((call) => reply(call)) },
  { method: 'PUT', path: one, handle: writing(update) },
  { method: 'POST', path: `${one}/decline`, handle: writing(decline) },
  { method: 'POST', path: `${one}/merge`, handle: writing(merge) },
]

const states: Readonly<Record<string, string>> = { OPEN: 'open', MERGED: 'merged', DECLINED: 'closed' }

function list(call: RepositoryCall) {
  const wanted = call.query.has('state') ? call.query.getAll('state') : ['OPEN']
  const statuses = wanted.map((state) => states[state])
  const terms = parseQuery(call.query.get('q'))
  const found = call.repository.pullRequests.filter(
    (each) => statuses.includes(each.status) && terms.every((term) => fulfils(each, term)),
  )
  return replyPage(call, found.toReversed(), { view: (each) => viewPullRequest(each, call), most: 50 })
}

function fulfils({ branch, updatedAt }: PullRequest, { field, operator, value }: QueryTerm): boolean {
  if (field === 'source.branch.name' && operator === '=') return branch === value
  const wanted = new Date(value)
  if (field !== 'updated_on' || operator === '=' || Number.isNaN(wanted.getTime()))
    throw new Refusal('invalid', { message: `Invalid query: ${field}${operator}${value}` })
  return operator === '>' ? updatedAt > wanted : updatedAt >= wanted
}

const branchSchema = z.object({ branch: z.object({ name: z.string() }) })
const bodySchema = z.object({
  title: z.string(),
  description: z.string().optional(),
  destination: branchSchema.optional(),
  reviewers: z.array(z.object({ uuid: z.string().optional(), account_id: z.string().optional() })).optional(),
  draft: z.boolean().optional(),
})
const openSchema = bodySchema.extend({ source: branchSchema })

async function open(call: RepositoryCall) {
  const { world, repository, actor } = call
  const { title, description = '', source, destination, draft = false, reviewers } = read(openSchema, call)
  const pullRequest = await openPullRequest(world, repository, {
    title,
    body: description,
    branch: source.branch.name,
    base: destination?.branch.name ?? repository.defaultBranch,
    draft,
    by: actor,
    // Nothing in the description says that a second one is refused.
    unique: false,
    limit: bodyLimit,
  })
  setReviewers(call, pullRequest, reviewers ?? [])
  return { status: 201, body: viewPullRequest(pullRequest, call) }
}

/** What is not sent is taken away. "Only open pull requests can be mutated." */
function update(call: RepositoryCall) {
  const { world, repository, actor } = call
  const pullRequest = findPullRequest(call)
  if (pullRequest.status !== 'open') throw new Refusal('not-open')
  const { title, description = '', destination, draft, reviewers = [] } = read(bodySchema, call)
  setReviewers(call, pullRequest, reviewers)
  const base = destination?.branch.name
  const change = { title, body: description, base, draft, by: actor, limit: bodyLimit }
  updatePullRequest(world, repository, pullRequest, change)
  return reply(call)
}

function decline(call: RepositoryCall) {
  closePullRequest(call.world, call.repository, findPullRequest(call), call.actor)
  return reply(call)
}

const mergeSchema = z.object({
  message: z.string().optional(),
  merge_strategy: z.enum(['merge_commit', 'squash']).default('merge_commit'),
  close_source_branch: z.boolean().default(false),
})

async function merge(call: RepositoryCall) {
  const { world, repository, actor } = call
  const pullRequest = findPullRequest(call)
  const { message, merge_strategy: strategy, close_source_branch: deleteBranch } = read(mergeSchema, call)
  await mergePullRequest(world, repository, pullRequest, {
    by: actor,
    message: message ?? `Merged in ${pullRequest.branch} (pull request #${pullRequest.number})`,
    squash: strategy === 'squash',
    deleteBranch,
  })
  return reply(call)
}

function reply(call: RepositoryCall) {
  return { status: 200, body: viewPullRequest(findPullRequest(call), call) }
}

function read<Body>(schema: z.ZodType<Body>, { body }: RepositoryCall): Body {
  const result = schema.safeParse(body)
  if (result.success) return result.data
  throw new Refusal('invalid', { message: `Bad request: ${z.prettifyError(result.error)}` })
}
