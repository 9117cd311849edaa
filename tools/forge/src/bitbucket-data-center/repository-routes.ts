import { createHash } from 'node:crypto'
import { type GitCommit, listCommits } from '../git/list-commits.ts'
import type { Call, Route } from '../http/route.ts'
import { branchTip } from '../model/find-in-repository.ts'
import { Refusal } from '../model/refusal.ts'
import { reading, root, type RepositoryCall } from './in-repository.ts'
import { replyPage } from './reply-page.ts'
import type { Repository } from '../model/repository.ts'
import { projectId, viewRepository } from './repository-view.ts'
import { toSlug, viewUser } from './user-view.ts'

export const repositoryRoutes: readonly Route[] = [
  { method: 'GET', path: '/api/latest/projects/{projectKey}/repos', handle: list },
  { method: 'GET', path: root, handle: reading(get) },
  { method: 'GET', path: `${root}/default-branch`, handle: reading(getDefaultBranch) },
  { method: 'GET', path: `${root}/commits`, handle: reading(getCommits) },
  {
    method: 'GET',
    path: '/default-reviewers/latest/projects/{projectKey}/repos/{repositorySlug}/reviewers',
    handle: reading(listDefaultReviewers),
  },
  { method: 'GET', path: '/mirroring/latest/projects/{projectId}/repos', handle: listHashes },
  { method: 'GET', path: '/api/latest/users/{userSlug}', handle: getUser },
]

function list(call: Call) {
  const { world, params, actor, urls } = call
  const key = params['projectKey']?.toLowerCase()
  const all = world.repositories.filter(({ owner }) => owner.toLowerCase() === key)
  if (all.length === 0) {
    const message = `Project ${key} does not exist.`
    throw new Refusal('not-found', { message, field: 'project.NoSuchProjectException' })
  }
  const seen = all.filter(({ access }) => !actor.bot || access !== 'none')
  return replyPage(call, seen, (each) => viewRepository(each, urls))
}

/** What mirrors ask for; ids of projects are those of `viewProject`. */
function listHashes(call: Call) {
  const { world, params, actor, urls } = call
  const all = world.repositories.filter(({ owner }) => String(projectId(owner)) === params['projectId'])
  if (all.length === 0) throw new Refusal('not-found', { message: 'The project does not exist.' })
  const seen = all.filter(({ access }) => !actor.bot || access !== 'none')
  return replyPage(call, seen, (each) => ({ ...viewRepository(each, urls), properties: viewHashes(each) }))
}

/** Of all branches and tags; a repository to which nobody has pushed has none. */
function viewHashes({ refs, defaultBranch }: Repository) {
  if (refs.size === 0) return { defaultBranchId: `refs/heads/${defaultBranch}` }
  const hash = (text: string) => createHash('sha256').update(text).digest('hex')
  const contentHash = hash(JSON.stringify([...refs].toSorted()))
  return { contentHash, metadataHash: hash(defaultBranch), defaultBranchId: `refs/heads/${defaultBranch}` }
}

function get({ repository, urls }: RepositoryCall) {
  return { status: 200, body: viewRepository(repository, urls) }
}

/** The configured one, which need not exist. */
function getDefaultBranch({ repository: { defaultBranch } }: RepositoryCall) {
  const id = `refs/heads/${defaultBranch}`
  return { status: 200, body: { id, displayId: defaultBranch, type: 'BRANCH' } }
}

async function getCommits(call: RepositoryCall) {
  const { repository, query } = call
  const tip = branchTip(repository, repository.defaultBranch)
  const range = query.get('until') ?? tip
  if (range === undefined) {
    const message = 'The repository has no default branch.'
    throw new Refusal('not-found', { message, field: 'repository.NoDefaultBranchException' })
  }
  const commits = await listCommits(repository.directory, { range, limit: 1000 })
  return replyPage(call, commits, viewCommit)
}

function viewCommit({ id, parents, message, author, committer }: GitCommit) {
  const viewPerson = ({ name, email }: GitCommit['author']) => ({ name, emailAddress: email })
  return {
    id,
    displayId: shorten(id),
    author: viewPerson(author),
    authorTimestamp: new Date(author.date).getTime(),
    committer: viewPerson(committer),
    committerTimestamp: new Date(committer.date).getTime(),
    message,
    parents: parents.map((parent) => ({ id: parent, displayId: shorten(parent) })),
  }
}

function shorten(id: string): string {
  return id.slice(0, 11)
}

/** Of every pull request within the repository; the real one has conditions for branches. */
function listDefaultReviewers({ world, repository, query, urls }: RepositoryCall) {
  const places = ['sourceRepoId', 'targetRepoId'].map((name) => query.get(name))
  const refs = ['sourceRefId', 'targetRefId'].map((name) => query.get(name))
  if (
    places.some((id) => id !== String(repository.id)) ||
    refs.some((ref) => !ref?.startsWith('refs/heads/'))
  )
    throw new Refusal('not-found', { message: 'The repository or branch does not exist.' })
  const accounts = world.accounts.filter(({ login }) => repository.defaultReviewers.includes(login))
  return { status: 200, body: accounts.map((account) => viewUser(account, urls)) }
}

function getUser({ world, params, urls }: Call) {
  const account = world.accounts.find(({ login }) => toSlug(login) === params['userSlug'])
  if (account === undefined)
    throw new Refusal('not-found', { message: 'No such user.', field: 'user.NoSuchUserException' })
  return { status: 200, body: viewUser(account, urls) }
}
