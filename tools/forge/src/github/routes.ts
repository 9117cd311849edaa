import type { Route } from '../http/route.ts'
import { appRoutes } from './app-routes.ts'
import { accountRoutes } from './account-routes.ts'
import { commentRoutes } from './comment-routes.ts'
import { commitRoutes } from './commit-routes.ts'
import { hookRoutes } from './hook-routes.ts'
import { issueRoutes } from './issue-routes.ts'
import { labelRoutes } from './label-routes.ts'
import { pullRequestRoutes } from './pull-request-routes.ts'
import { repositoryRoutes } from './repository-routes.ts'
import { reviewRoutes } from './review-routes.ts'
import { statusRoutes } from './status-routes.ts'

/** What the stand-in speaks of GitHub's REST API. */
export const routes: readonly Route[] = [
  ...accountRoutes,
  ...appRoutes,
  ...repositoryRoutes,
  ...commitRoutes,
  ...statusRoutes,
  ...pullRequestRoutes,
  ...reviewRoutes,
  ...commentRoutes,
  ...issueRoutes,
  ...labelRoutes,
  ...hookRoutes,
]
