import { defaultSessionLimits, type SessionStore } from '@groundplan/access'
import type { ApiContext } from '@groundplan/api'
import type { SyncConfiguration, SyncDependencies } from '@groundplan/host-sync'
import type { PerformImportDependencies } from '@groundplan/importer'
import type { JobHandler } from '@groundplan/jobs'
import type { EventDelivery } from './audit/open-delivery.ts'
import type { ServerConfig } from './config.ts'
import { followHost } from './jobs/follow-host.ts'
import { runImports } from './jobs/import.ts'
import { pollHosts } from './jobs/poll-hosts.ts'
import { registerWebhooks } from './jobs/register-webhooks.ts'
import { admitRuns, runEnvironments, type RunsOf } from './jobs/run-environment.ts'
import { syncCatalog } from './jobs/sync-catalog.ts'
import { tidy, type TidyDependencies } from './jobs/tidy.ts'
interface HandlerOptions {
  readonly config: ServerConfig
  readonly dependencies: PerformImportDependencies
  readonly synced: Pick<SyncDependencies, 'webhooks' | 'dashboards'>
  readonly readConfiguration: () => Promise<SyncConfiguration>
  readonly delivery: EventDelivery
  readonly sessions: SessionStore
  readonly findStates: TidyDependencies['findStates']
  /** What the runs of a space are performed with; absent: this server launches no environments. */
  readonly runsOf?: RunsOf | undefined
  /** The home space first. */
  readonly listSpaceIds: () => Promise<readonly string[]>
}

/** What a worker does. */
export function createHandlers(
  context: ApiContext,
  {
    config,
    dependencies,
    synced,
    readConfiguration,
    delivery,
    sessions,
    findStates,
    ...environments
  }: HandlerOptions,
): readonly JobHandler[] {
  const { imports, repository, proposals, problems, now } = context
  const { imports: store } = dependencies
  const { runsOf, listSpaceIds } = environments
  const followCatalog = () => context.catalogFollower.follow()
  return [
    runImports(dependencies),
    followHost({ ...context, readConfiguration, followCatalog }),
    registerWebhooks({
      ...{ readConfiguration, imports: store, problems, repository, proposals, now },
      ...{ webhooks: synced.webhooks, dashboards: synced.dashboards },
    }),
    syncCatalog(followCatalog),
    tidy({
      ...{ imports: store, leases: proposals.leases.store, now },
      findRetentions: delivery.findRetentions,
      findStates,
      ...{ sessions, idleSessions: (config.signIn?.limits ?? defaultSessionLimits).idle },
    }),
    ...delivery.handlers,
    ...(runsOf === undefined ? [] : [runEnvironments(runsOf), admitRuns({ runsOf, listSpaceIds, now })]),
    ...(config.polls === true ? [pollHosts({ imports, store, readConfiguration, now })] : []),
  ]
}
