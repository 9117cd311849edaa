import { mkdir } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { accountSpaceId, type Scope } from '@groundplan/actor'
import type { ApiContext } from '@groundplan/api'
import { CatalogFollower } from '@groundplan/catalog'
import {
  openDatabase,
  type OpenDatabase,
  type OpenDatabaseOptions,
  pingDatabase,
  PostgresApiTokenDirectory,
  PostgresCatalogStore,
  PostgresAuditLog,
  PostgresImportStore,
  PostgresLaunchStore,
  PostgresDashboardStore,
  PostgresProblemStore,
  PostgresProposalStore,
  PostgresWebhookStore,
  PostgresWorkloadDirectory,
} from '@groundplan/database'
import type { GrainRunner } from '@groundplan/environment'
import { syncHosts, toFollowHostJob } from '@groundplan/host-sync'
import { readNetwork } from '@groundplan/http'
import { Imports, type PerformImportDependencies } from '@groundplan/importer'
import { readEnvironment } from '@groundplan/process'
import serverPackage from '../package.json' with { type: 'json' }
import { createFindWorkloadCaller, type FindWorkloadCaller } from './access/find-workload-caller.ts'
import { createReach, type Reach } from './access/create-reach.ts'
import { createImportAddressCheck, type CheckImportAddresses } from './access/create-import-address-check.ts'
import { openDelivery } from './audit/open-delivery.ts'
import type { ServerConfig } from './config.ts'
import { createImportDependencies } from './create-import-dependencies.ts'
import { createHandlers } from './create-handlers.ts'
import { databaseLocation } from './database-location.ts'
import { defaultScope } from './default-scope.ts'
import { createFindCommitRules } from './hosts/find-commit-rules.ts'
import { HostClients } from './hosts/host-clients.ts'
import { openExternalSecrets } from './hosts/external-secrets.ts'
import { noSecrets, type HostSecrets } from './hosts/host-secrets.ts'
import { schemaFiles } from './hosts/initial-files.ts'
import { locateBlueprints, type BlueprintPlace } from './hosts/locate-blueprints.ts'
import { openKnownRepository } from './hosts/open-known-repository.ts'
import { openStoredSecrets } from './hosts/stored-secrets.ts'
import {
  readOnboardingConfiguration,
  type OnboardingConfiguration,
} from './hosts/read-onboarding-configuration.ts'
import { readImportConfiguration, readMergedConfiguration } from './hosts/read-import-configuration.ts'
import { openJobs } from './jobs/open-jobs.ts'
import { tidyJob } from './jobs/tidy.ts'
import { createSilentLogger, type Logger } from './log/create-logger.ts'
import { reasonForLog } from './log/describe-error.ts'
import { scopedLogger } from './log/scoped-logger.ts'
import { openCloud, openKeys } from './open-cloud.ts'
import { openEnvironments } from './environments/open-environments.ts'
import { openRuns } from './environments/open-runs.ts'
import { RecentLaunches } from './recent-launches.ts'
import { scopeFolder } from './scope-folder.ts'
import { shared } from './shared.ts'
import { findCallerWithoutIdentity, openSignIn } from './sign-in/create-sign-in.ts'
import type { LocalSignIn } from './sign-in/local-sign-in.ts'
import { openPeople } from './sign-in/open-people.ts'
import type { SignIn } from './sign-in/sign-in.ts'
import { followDeclaredSpaces } from './spaces/follow-declared-spaces.ts'
import { openSpaces } from './spaces/open-spaces.ts'
import type { WebhooksOptions } from './webhooks/serve-webhooks.ts'
import { WebhookSenders } from './webhooks/webhook-senders.ts'

export interface Composition {
  /** Of the home space. */
  readonly context: ApiContext
  /** That of another space, whose members were let in. */
  readonly contextOf: (spaceId: string) => ApiContext
  readonly webhooks: WebhooksOptions
  /** Absent: nobody signs in. */
  readonly signIn: SignIn | undefined
  readonly findWorkloadCaller: FindWorkloadCaller
  /** Absent: whoever reaches the server needs no link. */
  readonly localSignIn: LocalSignIn | undefined
  readonly checkImportAddresses: CheckImportAddresses
  /** Throws ExternalServiceError if the database does not answer. */
  readonly checkDatabase: () => Promise<void>
  /** Stops what runs and closes the database. */
  close(): Promise<void>
}

export interface ComposeOptions extends OpenDatabaseOptions {
  readonly logger?: Logger | undefined
  /** What it works for; by default the only one that there is. */
  readonly scope?: Scope | undefined
  /** Does the work of environments in place of the Terraform of this machine. */
  readonly grainRunner?: GrainRunner | undefined
  /** Where programs on this machine reach the server, once it listens. */
  readonly findServerUrl?: (() => Promise<string>) | undefined
}

/** Rows that belong to no space. */
const ofAccount = { spaceId: accountSpaceId }

/** How often one looks whether somebody has pushed to the blueprint repository, in milliseconds. */
const catalogInterval = 2000

/** How long the start waits for the catalog to match the repository, in milliseconds: what takes longer goes on in the background. */
const startPatience = 5000

/** How soon deliveries of a host that has come into the configuration are taken, in milliseconds. */
const webhookSendersInterval = 60_000

/** Wires adapters to ports. */
export async function compose(config: ServerConfig, options: ComposeOptions = {}): Promise<Composition> {
  await mkdir(config.home, { recursive: true })
  const reach = createReach(config)
  const clients = new HostClients(readNetwork(readEnvironment(), reach.guard))
  const { scope = defaultScope } = options
  const logger = scopedLogger(options.logger ?? createSilentLogger(), scope)
  const folder = scopeFolder(config.home, scope)
  const onboarding =
    config.onboardingConfig === undefined
      ? undefined
      : await readOnboardingConfiguration(config.onboardingConfig)
  const known: KnownSecrets = { secrets: config.secrets ?? noSecrets }
  const findSecrets = () => known.secrets
  const findRules = createFindCommitRules({ onboarding: onboarding?.configuration, findSecrets })
  const place = await locateBlueprints({ ...config, home: folder, findRules }, clients)
  const database = await openDatabase(databaseLocation(config), options)
  try {
    return await composeOn(database, {
      ...{ place, clients, reach, config, folder, scope, logger, onboarding, known },
      ...{ grainRunner: options.grainRunner, findServerUrl: options.findServerUrl },
    })
  } catch (error) {
    await database.destroy().catch(() => {})
    throw error
  }
}

/** Becomes more once the database is open: commits are signed by whoever has the repository before that. */
interface KnownSecrets {
  secrets: HostSecrets
}

interface Surroundings {
  readonly place: BlueprintPlace
  readonly clients: HostClients
  readonly reach: Reach
  readonly config: ServerConfig
  /** Of the scope, in the home. */
  readonly folder: string
  readonly scope: Scope
  readonly logger: Logger
  readonly onboarding: OnboardingConfiguration | undefined
  readonly known: KnownSecrets
  readonly grainRunner: GrainRunner | undefined
  readonly findServerUrl: (() => Promise<string>) | undefined
}

async function composeOn(database: OpenDatabase, surroundings: Surroundings): Promise<Composition> {
  const { place, clients, reach, config, folder, scope, logger, onboarding, known } = surroundings
  const now = () => new Date()
  const { hosted } = place
  const { role = 'all' } = config
  const { findMasterKeys, masterKeyRotation } = openKeys({ config, database, now })
  if (config.masterKey !== undefined) await findMasterKeys()
  const cloud = openCloud({ config, database, now }, findMasterKeys)
  const opened = openSpaces({ database, cloud, scope })
  const { spaces, storesOf, publicationsOf, listIds, findChains, findStates } = opened
  const own = storesOf(scope.spaceId)
  const secrets = known.secrets.with(
    openStoredSecrets({ ...own, findMasterKeys, now }),
    openExternalSecrets(config.services?.sources ?? {}, { spaceId: scope.spaceId, now }),
  )
  known.secrets = secrets
  const catalog = new PostgresCatalogStore(database, scope)
  const { members, roles, sessions, signIns } = openPeople(database)
  // Before anything is done: a repository that the database does not know would retire the whole catalog.
  const repository = await openKnownRepository(place, catalog)
  const webhookSenders = new WebhookSenders({ repository, hosted, secrets })
  const readConfiguration = async () => {
    await secrets.refresh()
    await webhookSenders.refresh()
    return readImportConfiguration({
      ...{ repository, hosted, secrets, clients, now },
      publicUrl: config.publicUrl,
      requireFolder: reach.requireFolder,
      onboarding,
    })
  }
  const { version } = serverPackage
  const works = role !== 'api'
  const jobs = await openJobs({ database, scope, works, pools: config.workerPools, logger, version })
  const store = new PostgresImportStore(database, scope, jobs)
  const reading = createImportDependencies(database, scope, { folder, reach })
  const runs = await openRuns({
    ...{ ...surroundings, ...reading, repository, secrets, cloud, findMasterKeys, now },
    works,
  })
  const environments = openEnvironments({
    ...{ database, jobs, scope, findMasterKeys, catalog, now, ...runs },
    terraform: config.terraform,
  })
  const proposals = new PostgresProposalStore(database, scope, { jobs })
  const catalogFollower = new CatalogFollower(
    { repository, proposals, catalog, now, version },
    {
      onError: (error) => logger.warn({ error: reasonForLog(error) }, 'the catalog could not be updated'),
    },
  )
  const context: ApiContext = {
    imports: new Imports({ store, now }),
    visibleCatalog: catalog,
    publicationsOf,
    credentialsOf: (spaceId) => ({ ...cloud.forSpace(spaceId), findMasterKeys, spaceId, now }),
    catalogFollower,
    findReviewHost: shared(async () => (await readConfiguration()).host),
    ...{ repository, proposals, catalog, now, version },
    problems: new PostgresProblemStore(database, scope),
    launches: new RecentLaunches(new PostgresLaunchStore(database, scope)),
    ...{ ...own, spaces, tokenDirectory: new PostgresApiTokenDirectory(database) },
    accountAudit: new PostgresAuditLog(database, ofAccount),
    caller: findCallerWithoutIdentity(config),
    ...{ members, roles },
    ...{ jobs: jobs.monitor, workers: jobs.workers },
    ...{ findMasterKeys, masterKeyRotation },
    resealOthers: async (keys) => {
      const spaceIds = await listIds()
      return (await cloud.reseal(keys, spaceIds)) + (await environments.reseal(keys, spaceIds))
    },
    listSecretStores: async () => (await listIds()).map(storesOf),
    environments: environments.contextOf(scope.spaceId),
  }
  await webhookSenders.refresh()
  const delivery = openDelivery({ config: config.audit, now, findChains })
  let stopFollowing = () => {}
  let stopDeclared = async () => {}
  const refreshing = setInterval(() => void webhookSenders.refresh(), webhookSendersInterval).unref()
  if (role !== 'api') {
    await Promise.race([
      catalogFollower.start(catalogInterval),
      delay(startPatience, undefined, { ref: false }),
    ])
    const webhooks = new PostgresWebhookStore(database, scope)
    const dashboards = new PostgresDashboardStore(database, scope)
    const synced = { repository, proposals, webhooks, dashboards, now, schemas: schemaFiles() }
    const dependencies: PerformImportDependencies = {
      ...{ ...reading, ...context, imports: store },
      findWait: () => {
        const wait = clients.waits.find()
        return wait && { host: wait.service, until: wait.until.toISOString() }
      },
      readConfiguration: async () => {
        const configuration = await readConfiguration()
        return { ...configuration, afterImport: (finished) => syncHosts(finished, configuration, synced) }
      },
    }
    await jobs.work(
      createHandlers(context, {
        ...{ config, dependencies, synced, readConfiguration, delivery, sessions, findStates },
        ...{ runsOf: environments.runsOf, listSpaceIds: listIds },
      }),
    )
    // Runs may have waited for a worker of its pools.
    await environments.runsOf?.(scope.spaceId).store.admitRuns()
    stopFollowing = delivery.follow(jobs, (error) =>
      logger.warn({ error: reasonForLog(error) }, 'events could not be sent'),
    )
    stopDeclared = followDeclaredSpaces(context, logger)
    // Soon after a start, also for what a restore has brought.
    await jobs.enqueue({ kind: tidyJob, payload: {}, key: 'all' })
  }
  return {
    context,
    contextOf: (spaceId) => ({
      ...context,
      ...opened.partOf(spaceId),
      environments: environments.contextOf(spaceId),
    }),
    webhooks: {
      findHost: (name) => webhookSenders.find(name),
      onHint: (hint) => jobs.enqueue(toFollowHostJob(hint)),
    },
    ...openSignIn(config, { sessions, signIns, now }),
    findWorkloadCaller: createFindWorkloadCaller(new PostgresWorkloadDirectory(database), { now, reach }),
    checkDatabase: () => pingDatabase(database),
    checkImportAddresses: createImportAddressCheck({
      ...{ config, spaceId: scope.spaceId },
      readHosts: async () => (await readMergedConfiguration({ repository }))?.hosts ?? {},
    }),
    async close() {
      clearInterval(refreshing)
      stopFollowing()
      await stopDeclared()
      await Promise.all([jobs.close(), catalogFollower.close()])
      await runs.close()
      await database.destroy()
    },
  }
}
