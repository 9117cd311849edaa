import type { Route } from '../http/route.ts'
import { Refusal } from '../model/refusal.ts'
import { fail } from './errors.ts'
import { viewFullAccount, viewOrganization } from './account-view.ts'
import { viewRate } from './rate-view.ts'

export const accountRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/user',
    handle: ({ actor, urls }) =>
      actor.installedOn === undefined
        ? { status: 200, body: viewFullAccount(actor, urls) }
        : fail(403, 'Resource not accessible by integration'),
  },
  {
    method: 'GET',
    path: '/users/{username}',
    handle: ({ world, params, urls }) => {
      const account = world.findAccount(params['username'] ?? '')
      if (account === undefined) throw new Refusal('not-found')
      return { status: 200, body: viewFullAccount(account, urls) }
    },
  },
  { method: 'GET', path: '/rate_limit', handle: ({ rate }) => ({ status: 200, body: viewRate(rate) }) },
  {
    method: 'GET',
    path: '/orgs/{org}',
    handle: ({ world, params, urls }) => {
      const name = (params['org'] ?? '').toLowerCase()
      const repositories = world.repositories.filter(({ owner }) => owner.toLowerCase() === name)
      const [first] = repositories
      if (first === undefined) throw new Refusal('not-found')
      return { status: 200, body: viewOrganization(first.owner, urls, repositories.length) }
    },
  },
]
