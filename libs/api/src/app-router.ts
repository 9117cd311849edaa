import { isAllowed, permissionNames } from '@groundplan/access'
import { displayActor } from '@groundplan/actor'
import { auditRouter } from './audit/audit-router.ts'
import { catalogRouter } from './catalog/catalog-router.ts'
import { membersRouter } from './members/members-router.ts'
import { rolesRouter } from './members/roles-router.ts'
import { credentialsRouter } from './credentials/credentials-router.ts'
import { environmentsRouter } from './environments/environments-router.ts'
import { importsRouter } from './imports/imports-router.ts'
import { jobsRouter } from './jobs/jobs-router.ts'
import { proposalsRouter } from './proposals/proposals-router.ts'
import { secretsRouter } from './secrets/secrets-router.ts'
import { spacesRouter } from './spaces/spaces-router.ts'
import { statesRouter } from './states/states-router.ts'
import { tokensRouter } from './tokens/tokens-router.ts'
import { workloadsRouter } from './tokens/workloads-router.ts'
import { procedureFor, router } from './trpc.ts'

/** Everything that portals, the CLI and other machines can ask for. */
export const appRouter = router({
  imports: importsRouter,
  proposals: proposalsRouter,
  catalog: catalogRouter,
  spaces: spacesRouter,
  environments: environmentsRouter,
  states: statesRouter,
  members: membersRouter,
  roles: rolesRouter,
  tokens: tokensRouter,
  workloads: workloadsRouter,
  secrets: secretsRouter,
  credentials: credentialsRouter,
  audit: auditRouter,
  jobs: jobsRouter,

  /** Who asks whom. */
  about: procedureFor('server.read').query(({ ctx }) => ({
    version: ctx.version,
    user: displayActor(ctx.caller.actor),
    /** The space of the request. */
    space: ctx.spaceId,
    /** What the caller may do in the space of the request. */
    permissions: permissionNames.filter((name) => isAllowed(ctx.caller, name, ctx.spaceId)),
    blueprintRepository: ctx.repository.address,
    /** False: this server has nothing to launch environments with. */
    launchesEnvironments: ctx.environments !== undefined,
  })),
})

export type AppRouter = typeof appRouter
