import { readText, readTexts } from '../http/read-body.ts'
import type { Route } from '../http/route.ts'
import { getNumbered, isPullRequest } from '../model/find-in-repository.ts'
import type { Issue, PullRequest } from '../model/pull-request.ts'
import { setLabels } from '../model/set-labels.ts'
import { openIssue, updateIssue } from '../model/write-issue.ts'
import { updatePullRequest } from '../model/update-pull-request.ts'
import { closePullRequest, reopenPullRequest } from '../model/close-pull-request.ts'
import { reading, readNumber, type RepositoryCall, writing } from './in-repository.ts'
import { viewIssue } from './issue-view.ts'
import { bodyLimit } from './limits.ts'
import { paginate } from './paginate.ts'

const all = '/repos/{owner}/{repo}/issues'
const one = '/repos/{owner}/{repo}/issues/{issue_number}'

export const issueRoutes: readonly Route[] = [
  { method: 'GET', path: all, handle: reading(list) },
  { method: 'POST', path: all, handle: reading(open) },
  { method: 'GET', path: one, handle: reading(get) },
  { method: 'PATCH', path: one, handle: writing(update) },
]

function list(call: RepositoryCall) {
  const { repository } = call
  // Pull requests are listed all the same.
  const issues = repository.hasIssues ? repository.issues : []
  const subjects = sort(call, [...issues, ...repository.pullRequests].filter(wanted(call)))
  const { items, headers } = paginate(call, subjects)
  return { status: 200, headers, body: items.map((each) => viewIssue(each, call)) }
}

function wanted({ query, world }: RepositoryCall): (subject: Issue | PullRequest) => boolean {
  const state = query.get('state') ?? 'open'
  const creator = query.get('creator')
  const by = creator === null ? undefined : world.findAccount(creator)
  const labels = (query.get('labels') ?? '').split(',').filter((label) => label !== '')
  const since = new Date(query.get('since') ?? 0)
  return (subject) =>
    (state === 'all' || isOpen(subject) === (state === 'open')) &&
    (creator === null || subject.author.id === by?.id) &&
    labels.every((label) => subject.labels.includes(label)) &&
    subject.updatedAt >= since
}

function sort({ query }: RepositoryCall, subjects: readonly (Issue | PullRequest)[]) {
  const updated = query.get('sort') === 'updated'
  const key = (each: Issue | PullRequest) => (updated ? each.updatedAt.getTime() : each.number)
  const sorted = subjects.toSorted((a, b) => key(a) - key(b) || a.number - b.number)
  return query.get('direction') === 'asc' ? sorted : sorted.reverse()
}

function isOpen(subject: Issue | PullRequest): boolean {
  return isPullRequest(subject) ? subject.status === 'open' : subject.open
}

function open(call: RepositoryCall) {
  const { world, repository, body, actor } = call
  const texts = { title: readText(body, 'title'), body: readText(body, 'body') }
  const issue = openIssue(world, repository, { ...texts, by: actor, limit: bodyLimit })
  const labels = readTexts(body, 'labels')
  if (labels.length > 0) setLabels(world, repository, issue, { labels, by: actor })
  return { status: 201, body: viewIssue(issue, call) }
}

function get(call: RepositoryCall) {
  return { status: 200, body: viewIssue(find(call), call) }
}

async function update(call: RepositoryCall) {
  const { world, repository, body, actor } = call
  const subject = find(call)
  const texts = { title: readText(body, 'title'), body: readText(body, 'body'), by: actor, limit: bodyLimit }
  const state = readText(body, 'state')
  if (isPullRequest(subject)) {
    if (state === 'open') await reopenPullRequest(world, repository, subject, actor)
    if (state === 'closed' && subject.status === 'open') closePullRequest(world, repository, subject, actor)
    updatePullRequest(world, repository, subject, texts)
  } else {
    updateIssue(world, repository, subject, {
      ...texts,
      open: state === undefined ? undefined : state === 'open',
    })
  }
  if (Array.isArray(body['labels']))
    setLabels(world, repository, subject, { labels: readTexts(body, 'labels'), by: actor })
  return { status: 200, body: viewIssue(subject, call) }
}

function find(call: RepositoryCall): PullRequest | Issue {
  return getNumbered(call.repository, readNumber(call, 'issue_number'))
}
