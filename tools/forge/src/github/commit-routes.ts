import { listCommits } from '../git/list-commits.ts'
import { findCommit, moveRef } from '../git/refs.ts'
import type { Route } from '../http/route.ts'
import { branchTip } from '../model/find-in-repository.ts'
import { followRefs } from '../model/follow-refs.ts'
import { Refusal } from '../model/refusal.ts'
import { viewCommit } from './commit-view.ts'
import { fail } from './errors.ts'
import { reading, type RepositoryCall, writing } from './in-repository.ts'
import { paginate } from './paginate.ts'
import { repositoryPage, repositoryUrl } from './repository-view.ts'

export const commitRoutes: readonly Route[] = [
  { method: 'GET', path: '/repos/{owner}/{repo}/branches', handle: reading(listBranches) },
  { method: 'GET', path: '/repos/{owner}/{repo}/branches/{branch+}', handle: reading(getBranch) },
  { method: 'GET', path: '/repos/{owner}/{repo}/commits', handle: reading(listHistory) },
  { method: 'GET', path: '/repos/{owner}/{repo}/commits/{ref+}', handle: reading(getCommit) },
  { method: 'GET', path: '/repos/{owner}/{repo}/git/ref/{ref+}', handle: reading(getRef) },
  { method: 'DELETE', path: '/repos/{owner}/{repo}/git/refs/{ref+}', handle: writing(deleteRef) },
]

function listBranches(call: RepositoryCall) {
  const { repository } = call
  const only = call.query.get('protected')
  const all = [...repository.refs]
    .filter(([ref]) => ref.startsWith('refs/heads/'))
    .map(([ref, commit]) => ({ ...viewBranch(call, ref.slice('refs/heads/'.length), commit) }))
    .filter((branch) => only === null || String(branch.protected) === only)
  const { items, headers } = paginate(call, all)
  return { status: 200, headers, body: items }
}

function viewBranch({ repository, urls }: RepositoryCall, name: string, commit: string) {
  return {
    name,
    commit: { sha: commit, url: `${repositoryUrl(repository, urls)}/commits/${commit}` },
    protected: repository.protected.includes(name),
  }
}

async function getBranch(call: RepositoryCall) {
  const { repository, params, urls } = call
  const name = params['branch'] ?? ''
  const tip = branchTip(repository, name)
  if (tip === undefined) return fail(404, 'Branch not found')
  const [commit] = await listCommits(repository.directory, { range: tip, limit: 1 })
  if (commit === undefined) throw new Refusal('not-found')
  const url = `${repositoryUrl(repository, urls)}/branches/${name}`
  const isProtected = repository.protected.includes(name)
  return {
    status: 200,
    body: {
      name,
      commit: viewCommit(commit, call),
      _links: { self: url, html: `${repositoryPage(repository, urls)}/tree/${name}` },
      protected: isProtected,
      protection: { enabled: isProtected },
      protection_url: `${url}/protection`,
    },
  }
}

async function listHistory(call: RepositoryCall) {
  const { repository, query } = call
  if (repository.refs.size === 0) return fail(409, 'Git Repository is empty.')
  const start = await findCommit(repository.directory, query.get('sha') ?? repository.defaultBranch)
  if (start === undefined) throw new Refusal('not-found')
  const path = query.get('path') ?? undefined
  const all = await listCommits(repository.directory, { range: start, limit: 1000, path })
  const { items, headers } = paginate(call, all)
  return { status: 200, headers, body: items.map((each) => viewCommit(each, call)) }
}

async function getCommit(call: RepositoryCall) {
  const { repository, params } = call
  if (repository.refs.size === 0) return fail(409, 'Git Repository is empty.')
  const ref = params['ref'] ?? ''
  const id = await findCommit(repository.directory, ref)
  if (id === undefined) return fail(422, `No commit found for SHA: ${ref}`)
  const [commit] = await listCommits(repository.directory, { range: id, limit: 1 })
  if (commit === undefined) throw new Refusal('not-found')
  return { status: 200, body: viewCommit(commit, call) }
}

function getRef({ repository, params, urls }: RepositoryCall) {
  const name = `refs/${params['ref'] ?? ''}`
  const commit = repository.refs.get(name)
  if (repository.refs.size === 0) return fail(409, 'Git Repository is empty.')
  if (commit === undefined) throw new Refusal('not-found')
  const root = `${repositoryUrl(repository, urls)}/git`
  return {
    status: 200,
    body: {
      ref: name,
      node_id: `REF_${name}`,
      url: `${root}/${name}`,
      object: { type: 'commit', sha: commit, url: `${root}/commits/${commit}` },
    },
  }
}

function deleteRef({ world, repository, params, actor }: RepositoryCall) {
  const name = `refs/${params['ref'] ?? ''}`
  return world.exclusively(repository, async () => {
    if (!repository.refs.has(name)) return fail(422, 'Reference does not exist')
    if (name === `refs/heads/${repository.defaultBranch}`)
      return fail(422, 'Cannot delete the default branch')
    await moveRef(repository.directory, name, undefined)
    await followRefs(world, repository, actor)
    return { status: 204 }
  })
}
