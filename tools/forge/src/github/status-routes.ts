import { findCommit } from '../git/refs.ts'
import { readText } from '../http/read-body.ts'
import type { Route } from '../http/route.ts'
import type { Status } from '../model/repository.ts'
import { fail, invalid } from './errors.ts'
import { reading, type RepositoryCall, writing } from './in-repository.ts'
import { paginate } from './paginate.ts'
import { repositoryUrl, viewRepository } from './repository-view.ts'
import { viewSimpleStatus, viewStatus } from './status-view.ts'

export const statusRoutes: readonly Route[] = [
  { method: 'POST', path: '/repos/{owner}/{repo}/statuses/{sha}', handle: writing(write) },
  { method: 'GET', path: '/repos/{owner}/{repo}/commits/{ref}/statuses', handle: reading(list) },
  { method: 'GET', path: '/repos/{owner}/{repo}/commits/{ref}/status', handle: reading(combine) },
]

const states: Readonly<Record<string, Status['state']>> = {
  pending: 'pending',
  success: 'success',
  failure: 'failure',
  error: 'failure',
}

async function write({ world, repository, params, body, actor, urls }: RepositoryCall) {
  const commit = await findCommit(repository.directory, params['sha'] ?? '')
  const word = readText(body, 'state') ?? ''
  const state = states[word]
  const description = readText(body, 'description') ?? ''
  if (commit === undefined) return fail(422, `No commit found for SHA: ${params['sha']}`)
  if (state === undefined) return invalid({ resource: 'Status', field: 'state', code: 'custom' })
  if (description.length > 140)
    return invalid({
      resource: 'Status',
      code: 'custom',
      field: 'description',
      message: 'description is too long (maximum is 140 characters)',
    })
  const now = world.now()
  const key = readText(body, 'context') ?? 'default'
  const status = {
    id: world.nextId(),
    commit,
    key,
    state,
    word,
    name: key,
    description,
    url: readText(body, 'target_url'),
    author: actor,
    createdAt: now,
    updatedAt: now,
  }
  repository.statuses.push(status)
  return { status: 201, body: viewStatus(status, repository, urls) }
}

async function list(call: RepositoryCall) {
  const { items, headers } = paginate(call, await ofCommit(call))
  return { status: 200, headers, body: items.map((each) => viewStatus(each, call.repository, call.urls)) }
}

async function combine(call: RepositoryCall) {
  const { repository, urls, params } = call
  const all = await ofCommit(call)
  const latest = all.filter((each, index) => all.findIndex(({ key }) => key === each.key) === index)
  const sha = (await findCommit(repository.directory, params['ref'] ?? '')) ?? ''
  const url = `${repositoryUrl(repository, urls)}/commits/${sha}`
  return {
    status: 200,
    body: {
      state: combineStates(latest),
      statuses: latest.map((each) => viewSimpleStatus(each, repository, urls)),
      sha,
      total_count: latest.length,
      repository: viewRepository(repository, urls),
      commit_url: url,
      url: `${url}/status`,
    },
  }
}

function combineStates(statuses: readonly Status[]): string {
  if (statuses.some(({ state }) => state === 'failure')) return 'failure'
  return statuses.length > 0 && statuses.every(({ state }) => state === 'success') ? 'success' : 'pending'
}

/** Newest first. */
async function ofCommit({ repository, params }: RepositoryCall): Promise<readonly Status[]> {
  const commit = await findCommit(repository.directory, params['ref'] ?? '')
  return repository.statuses.filter((each) => each.commit === commit).reverse()
}
