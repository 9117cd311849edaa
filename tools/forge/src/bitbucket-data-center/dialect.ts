import type { Dialect } from '../http/dialect.ts'
import type { World } from '../model/world.ts'
import { activityRoutes } from './activity-routes.ts'
import { commentRoutes } from './comment-routes.ts'
import { findDescription } from './description.ts'
import { fail, limitReached, refuse } from './errors.ts'
import { hookRoutes } from './hook-routes.ts'
import { pullRequestRoutes } from './pull-request-routes.ts'
import { repositoryRoutes } from './repository-routes.ts'
import { statusRoutes } from './status-routes.ts'
import { renderWebhook } from './webhook-payloads.ts'

/** Bitbucket Data Center. */
export function createBitbucketDataCenterDialect(world: World): Dialect {
  return {
    kind: 'bitbucket-data-center',
    apiPath: '/rest',
    gitUsername: world.bot.login,
    // https://confluence.atlassian.com/bitbucketserver/http-access-tokens-939515499.html
    basicTokens: 'own-user',
    routes: [
      ...repositoryRoutes,
      ...pullRequestRoutes,
      ...commentRoutes,
      ...activityRoutes,
      ...statusRoutes,
      ...hookRoutes,
    ],
    description: findDescription(),
    gitPath:
      /^\/scm\/(?<owner>[^/]+)\/(?<name>[^/]+?)(?:\.git)?(?<rest>\/info\/refs|\/git-upload-pack|\/git-receive-pack)$/,
    printGitPath: (owner, name) => `/scm/${owner}/${name}.git`,
    refuse,
    refuseCredentials: () => fail(401, 'Authentication failed. Please check your credentials and try again.'),
    refusePath: () => fail(404, 'There is nothing here.'),
    limitReached: (kind, { retryAfter }) => limitReached(kind === 'secondary' ? retryAfter : undefined),
    fail,
    // Every answer names the user who asks.
    headers: () => ({ 'x-ausername': world.bot.login }),
    renderWebhook: async (event, hook, urls) => renderWebhook(event, hook, { world, urls }),
  }
}
