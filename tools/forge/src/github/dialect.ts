import { join } from 'node:path'
import type { Dialect } from '../http/dialect.ts'
import type { World } from '../model/world.ts'
import { fail, limitReached, rateHeaders, refuse, refuseCredentials } from './errors.ts'
import { graphqlRoutes } from './graphql.ts'
import { routes } from './routes.ts'
import { renderWebhook } from './webhook-payloads.ts'

/** GitHub, with the addresses that Enterprise Server has. */
export function createGithubDialect(world: World): Dialect {
  return {
    kind: 'github',
    apiPath: '/api/v3',
    gitUsername: 'x-access-token',
    routes,
    otherRoutes: graphqlRoutes,
    description: {
      kind: 'files',
      api: contractFile('api.json'),
      webhooks: contractFile('webhooks.json'),
      errorSchema: 'basic-error',
    },
    resolvePath,
    gitPath:
      /^\/(?<owner>[^/]+)\/(?<name>[^/]+?)(?:\.git)?(?<rest>\/info\/refs|\/git-upload-pack|\/git-receive-pack)$/,
    printGitPath: (owner, name) => `/${owner}/${name}.git`,
    refuse,
    refuseCredentials,
    refusePath: () => fail(404, 'Not Found'),
    limitReached,
    fail,
    headers: (rate) => ({ ...rateHeaders(rate), 'x-github-enterprise-version': '3.19.0' }),
    renderWebhook: (event, hook, urls) => renderWebhook(event, hook, { world, urls }),
  }
}

/** GitHub's own description of what the stand-in speaks; `contract/README.md` says where it is from. */
function contractFile(name: string): string {
  return join(import.meta.dirname, 'contract', name)
}

/** `/repositories/{id}/…`, to which GitHub redirects, stands for `/repos/{owner}/{repo}/…`. */
function resolvePath(world: World, path: string): string {
  const match = /^\/repositories\/(\d+)(\/.*)?$/.exec(path)
  const repository = world.repositories.find(({ id }) => id === Number(match?.[1]))
  return match === null || repository === undefined
    ? path
    : `/repos/${repository.owner}/${repository.name}${match[2] ?? ''}`
}
