import { findCommit } from '../git/refs.ts'
import type { Call, Route } from '../http/route.ts'
import { branchTip } from '../model/find-in-repository.ts'
import { Refusal } from '../model/refusal.ts'
import { accountUuid, viewAccount } from './account-view.ts'
import { toAccountId } from './identifiers.ts'
import { reading, root, type RepositoryCall } from './in-repository.ts'
import { replyPage } from './reply-page.ts'
import { apiAddress, viewRepository } from './repository-view.ts'

export const repositoryRoutes: readonly Route[] = [
  { method: 'GET', path: '/repositories/{workspace}', handle: list },
  { method: 'GET', path: root, handle: reading(get) },
  { method: 'GET', path: `${root}/refs/branches/{name+}`, handle: reading(getBranch) },
  { method: 'GET', path: `${root}/commit/{commit}`, handle: reading(getCommit) },
  { method: 'GET', path: `${root}/effective-default-reviewers`, handle: reading(listDefaultReviewers) },
  {
    method: 'GET',
    path: '/user',
    handle: ({ actor, urls }) => ({ status: 200, body: viewAccount(actor, urls) }),
  },
  { method: 'GET', path: '/users/{selected_user}', handle: getUser },
]

function list(call: Call) {
  const { world, params, actor, urls } = call
  const owner = params['workspace']?.toLowerCase()
  const all = world.repositories.filter((each) => each.owner.toLowerCase() === owner)
  if (all.length === 0)
    throw new Refusal('not-found', { message: `No workspace with identifier '${owner}'.` })
  const seen = all.filter(({ access }) => !actor.bot || access !== 'none')
  return replyPage(call, seen, { view: (each) => viewRepository(each, urls) })
}

function get({ repository, urls }: RepositoryCall) {
  return { status: 200, body: viewRepository(repository, urls) }
}

function getBranch({ repository, params, urls }: RepositoryCall) {
  const name = params['name'] ?? ''
  const hash = branchTip(repository, name)
  if (hash === undefined) throw new Refusal('not-found', { message: `No branch with identifier ${name}` })
  return { status: 200, body: { type: 'branch', name, target: viewCommit({ repository, urls }, hash) } }
}

async function getCommit({ repository, params, urls }: RepositoryCall) {
  const hash = await findCommit(repository.directory, params['commit'] ?? '')
  if (hash === undefined) throw new Refusal('not-found', { message: 'Commit not found' })
  return { status: 200, body: viewCommit({ repository, urls }, hash) }
}

function viewCommit({ repository, urls }: Pick<RepositoryCall, 'repository' | 'urls'>, hash: string) {
  return { type: 'commit', hash, links: { self: { href: `${apiAddress(repository, urls)}/commit/${hash}` } } }
}

/** Of the repository; projects have none here. */
function listDefaultReviewers(call: RepositoryCall) {
  const { world, repository, urls } = call
  const accounts = world.accounts.filter(({ login }) => repository.defaultReviewers.includes(login))
  return replyPage(call, accounts, {
    view: (account) => ({
      type: 'default_reviewer',
      reviewer_type: 'repository',
      user: viewAccount(account, urls),
    }),
  })
}

function getUser({ world, params, urls }: Call) {
  const wanted = params['selected_user'] ?? ''
  const account = world.accounts.find(
    ({ login }) => accountUuid(login) === wanted || toAccountId(login) === wanted,
  )
  if (account === undefined) throw new Refusal('not-found', { message: `No such user: ${wanted}` })
  return { status: 200, body: viewAccount(account, urls) }
}
