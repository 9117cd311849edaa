import type { Dialect } from '../http/dialect.ts'
import type { World } from '../model/world.ts'
import { commentRoutes } from './comment-routes.ts'
import { findDescription } from './description.ts'
import { fail, limitReached, refuse } from './errors.ts'
import { hookRoutes } from './hook-routes.ts'
import { oauthRoutes } from './oauth-routes.ts'
import { pullRequestRoutes } from './pull-request-routes.ts'
import { repositoryRoutes } from './repository-routes.ts'
import { selectFields } from './select-fields.ts'
import { statusRoutes } from './status-routes.ts'
import { renderWebhook } from './webhook-payloads.ts'

/** Bitbucket Cloud. */
export function createBitbucketCloudDialect(world: World): Dialect {
  return {
    kind: 'bitbucket-cloud',
    apiPath: '/2.0',
    gitUsername: 'x-token-auth',
    routes: [...repositoryRoutes, ...pullRequestRoutes, ...commentRoutes, ...statusRoutes, ...hookRoutes],
    otherRoutes: oauthRoutes,
    description: findDescription(),
    shape: (reply, query) => {
      const fields = query.get('fields')
      if (fields === null || reply.status >= 300) return reply
      return { ...reply, body: selectFields(reply.body, fields.split(',')) }
    },
    gitPath:
      /^\/(?<owner>[^/]+)\/(?<name>[^/]+?)(?:\.git)?(?<rest>\/info\/refs|\/git-upload-pack|\/git-receive-pack)$/,
    printGitPath: (owner, name) => `/${owner}/${name}.git`,
    refuse,
    refuseCredentials: () => fail(401, 'Token is invalid, expired, or not supported for this endpoint.'),
    refusePath: () => fail(404, 'Resource not found'),
    limitReached: (kind, { retryAfter }) => limitReached(kind === 'secondary' ? retryAfter : undefined),
    fail,
    headers: () => ({}),
    renderWebhook: async (event, hook, urls) => renderWebhook(event, hook, { world, urls }),
  }
}
