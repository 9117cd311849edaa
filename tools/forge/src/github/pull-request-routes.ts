import { readFlag, readText } from '../http/read-body.ts'
import type { Route } from '../http/route.ts'
import { closePullRequest, reopenPullRequest } from '../model/close-pull-request.ts'
import { getPullRequest } from '../model/find-in-repository.ts'
import { mergePullRequest } from '../model/merge-pull-request.ts'
import { openPullRequest } from '../model/open-pull-request.ts'
import type { PullRequest } from '../model/pull-request.ts'
import { Refusal } from '../model/refusal.ts'
import { updatePullRequest } from '../model/update-pull-request.ts'
import { fail } from './errors.ts'
import { reading, readNumber, type RepositoryCall, writing } from './in-repository.ts'
import { bodyLimit } from './limits.ts'
import { paginate } from './paginate.ts'
import { viewFullPullRequest, viewPullRequest } from './pull-request-view.ts'

const one = '/repos/{owner}/{repo}/pulls/{pull_number}'

export const pullRequestRoutes: readonly Route[] = [
  { method: 'GET', path: '/repos/{owner}/{repo}/pulls', handle: reading(list) },
  { method: 'POST', path: '/repos/{owner}/{repo}/pulls', handle: writing(open) },
  { method: 'GET', path: one, handle: reading(get) },
  { method: 'PATCH', path: one, handle: writing(update) },
  { method: 'GET', path: `${one}/merge`, handle: reading(isMerged) },
  { method: 'PUT', path: `${one}/merge`, handle: writing(merge) },
]

function list(call: RepositoryCall) {
  const { items, headers } = paginate(call, sort(call, filter(call)))
  return { status: 200, headers, body: items.map((each) => viewPullRequest(each, call)) }
}

function filter({ repository, query }: RepositoryCall): readonly PullRequest[] {
  const state = query.get('state') ?? 'open'
  const head = query.get('head')
  const base = query.get('base')
  return repository.pullRequests.filter(
    (each) =>
      (state === 'all' || (each.status === 'open') === (state === 'open')) &&
      // Without `owner:`, GitHub does not filter by it.
      (!head?.includes(':') || head.toLowerCase() === `${repository.owner}:${each.branch}`.toLowerCase()) &&
      (base === null || each.base === base),
  )
}

function sort({ query }: RepositoryCall, all: readonly PullRequest[]): readonly PullRequest[] {
  const by = query.get('sort') ?? 'created'
  const direction = query.get('direction') ?? (query.has('sort') && by !== 'created' ? 'asc' : 'desc')
  const key = (each: PullRequest) => (by === 'updated' ? each.updatedAt.getTime() : each.number)
  const sorted = all.toSorted((a, b) => key(a) - key(b) || a.number - b.number)
  return direction === 'asc' ? sorted : sorted.reverse()
}

async function open(call: RepositoryCall) {
  const { world, repository, body, actor } = call
  const head = readText(body, 'head') ?? ''
  const base = readText(body, 'base') ?? ''
  const branch = head.startsWith(`${repository.owner}:`) ? head.slice(repository.owner.length + 1) : head
  try {
    const pullRequest = await openPullRequest(world, repository, {
      branch,
      base,
      title: readText(body, 'title') ?? '',
      body: readText(body, 'body') ?? '',
      draft: readFlag(body, 'draft') ?? false,
      by: actor,
      unique: true,
      limit: bodyLimit,
    })
    return { status: 201, body: await viewFullPullRequest(pullRequest, call) }
  } catch (error) {
    throw explain(error, { branch, base, owner: repository.owner })
  }
}

/** GitHub's messages name both branches, or the owner. */
function explain(
  error: unknown,
  { branch, base, owner }: { branch: string; base: string; owner: string },
): unknown {
  if (!(error instanceof Refusal)) return error
  const { reason } = error
  if (reason === 'already-open')
    return new Refusal(reason, { message: `A pull request already exists for ${owner}:${branch}.` })
  if (reason === 'nothing-to-merge' || reason === 'same-branch')
    return new Refusal(reason, { field: branch, message: base })
  return error
}

async function get(call: RepositoryCall) {
  return { status: 200, body: await viewFullPullRequest(find(call), call) }
}

async function update(call: RepositoryCall) {
  const { world, repository, body, actor } = call
  const pullRequest = find(call)
  const state = readText(body, 'state')
  if (state === 'open' && pullRequest.status !== 'open') await reopen(call, pullRequest)
  if (state === 'closed' && pullRequest.status === 'open')
    closePullRequest(world, repository, pullRequest, actor)
  updatePullRequest(world, repository, pullRequest, {
    title: readText(body, 'title'),
    body: body['body'] === null ? '' : readText(body, 'body'),
    base: readText(body, 'base'),
    by: actor,
    limit: bodyLimit,
  })
  return { status: 200, body: await viewFullPullRequest(pullRequest, call) }
}

async function reopen({ world, repository, actor }: RepositoryCall, pullRequest: PullRequest): Promise<void> {
  if (pullRequest.status === 'merged')
    throw new Refusal('invalid', { resource: 'PullRequest', field: 'state', message: 'invalid' })
  try {
    await reopenPullRequest(world, repository, pullRequest, actor)
  } catch (error) {
    throw explain(error, { branch: pullRequest.branch, base: pullRequest.base, owner: repository.owner })
  }
}

function isMerged(call: RepositoryCall) {
  return find(call).status === 'merged' ? { status: 204 } : fail(404, 'Not Found')
}

async function merge(call: RepositoryCall) {
  const { world, repository, body, actor } = call
  const pullRequest = find(call)
  const method = readText(body, 'merge_method') ?? 'merge'
  if (method === 'rebase') return fail(405, 'Rebase merges are not allowed on this repository.')
  const sha = await mergePullRequest(world, repository, pullRequest, {
    by: actor,
    message: printMessage(pullRequest, call),
    squash: method === 'squash',
    expected: readText(body, 'sha'),
    deleteBranch: false,
  })
  return { status: 200, body: { sha, merged: true, message: 'Pull Request successfully merged' } }
}

function printMessage({ number, branch, title }: PullRequest, { repository, body }: RepositoryCall): string {
  const subject =
    readText(body, 'commit_title') ?? `Merge pull request #${number} from ${repository.owner}/${branch}`
  const text = readText(body, 'commit_message') ?? title
  return text === '' ? subject : `${subject}\n\n${text}`
}

function find(call: RepositoryCall): PullRequest {
  return getPullRequest(call.repository, readNumber(call, 'pull_number'))
}
