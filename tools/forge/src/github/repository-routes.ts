import { sees } from '../http/access.ts'
import type { Call, Route } from '../http/route.ts'
import { Refusal } from '../model/refusal.ts'
import type { Repository } from '../model/repository.ts'
import { reading } from './in-repository.ts'
import { paginate } from './paginate.ts'
import { viewFullRepository, viewRepository } from './repository-view.ts'

export const repositoryRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/orgs/{org}/repos',
    handle: (call) => {
      const all = ownedBy(call, call.params['org'] ?? '')
      // GitHub knows no organization without repositories here.
      if (all.length === 0) throw new Refusal('not-found')
      return list(call, all, 'created')
    },
  },
  {
    // An organization is no user: GitHub answers with its public repositories, of which there are none here.
    method: 'GET',
    path: '/users/{username}/repos',
    handle: (call) => {
      const owner = call.params['username'] ?? ''
      if (ownedBy(call, owner).length === 0 && call.world.findAccount(owner) === undefined)
        throw new Refusal('not-found')
      return { status: 200, body: [] }
    },
  },
  {
    method: 'GET',
    path: '/user/repos',
    handle: (call) => list(call, call.world.repositories.filter(visible(call)), 'full_name'),
  },
  {
    // Only for tokens of installations.
    method: 'GET',
    path: '/installation/repositories',
    handle: (call) => {
      const { installedOn } = call.actor
      if (installedOn === undefined) throw new Refusal('not-allowed')
      const all = ownedBy(call, installedOn)
      const page = list(call, all, 'created')
      return { ...page, body: { total_count: all.length, repositories: page.body } }
    },
  },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}',
    handle: reading(({ repository, urls }) => ({ status: 200, body: viewFullRepository(repository, urls) })),
  },
]

function ownedBy(call: Call, name: string): readonly Repository[] {
  const owned = call.world.repositories.filter(({ owner }) => owner.toLowerCase() === name.toLowerCase())
  const seen = owned.filter(visible(call))
  return seen
}

function visible({ actor }: Call): (repository: Repository) => boolean {
  return (repository) => sees(actor, repository)
}

function list(call: Call, all: readonly Repository[], sort: string) {
  const { items, headers } = paginate(call, sortRepositories(call, all, sort))
  return { status: 200, headers, body: items.map((each) => viewRepository(each, call.urls)) }
}

function sortRepositories({ query }: Call, all: readonly Repository[], otherwise: string) {
  const sort = query.get('sort') ?? otherwise
  const direction = query.get('direction') ?? (sort === 'full_name' ? 'asc' : 'desc')
  const compare = comparisons[sort] ?? byName
  const sorted = all.toSorted((a, b) => compare(a, b) || a.id - b.id)
  return direction === 'asc' ? sorted : sorted.reverse()
}

type Comparison = (a: Repository, b: Repository) => number

const byName: Comparison = (a, b) => a.name.localeCompare(b.name)

const comparisons: Readonly<Record<string, Comparison>> = {
  full_name: byName,
  created: (a, b) => a.createdAt.getTime() - b.createdAt.getTime(),
  updated: (a, b) => a.updatedAt.getTime() - b.updatedAt.getTime(),
  pushed: (a, b) => a.pushedAt.getTime() - b.pushedAt.getTime(),
}
