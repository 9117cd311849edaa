import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { ApiContext } from '@groundplan/api'
import { CatalogFollower } from '@groundplan/catalog'
import {
  openDatabase,
  type OpenDatabase,
  type OpenDatabaseOptions,
  pingDatabase,
  PostgresCatalogStore,
  PostgresImportRunStore,
  PostgresProposalStore,
  PostgresNameReservations,
  PostgresScanStore,
  PostgresWebhookStore,
} from '@groundplan/database'
import { syncHosts } from '@groundplan/host-sync'
import { ImportRunner } from '@groundplan/importer'
import { LocalGitRepositoryReader } from '@groundplan/scm-local-git'
import { MemoryModuleCache } from '@groundplan/terraform-module'
import { ForeignProcesses, ProcessDrafter, ProcessModuleReader } from '@groundplan/terraform-module-files'
import serverPackage from '../package.json' with { type: 'json' }
import { createImportAddressCheck, type CheckImportAddresses } from './access/create-import-address-check.ts'
import type { ServerConfig } from './config.ts'
import { databaseLocation } from './database-location.ts'
import { followHosts } from './follow-hosts.ts'
import { noSecrets } from './hosts/host-secrets.ts'
import { locateBlueprints, type BlueprintPlace } from './hosts/locate-blueprints.ts'
import { openKnownRepository } from './hosts/open-known-repository.ts'
import { readImportConfiguration, readMergedConfiguration } from './hosts/read-import-configuration.ts'
import { logBackgroundError } from './log-unexpected-error.ts'
import type { WebhooksOptions } from './webhooks/serve-webhooks.ts'
import { WebhookHosts } from './webhooks/webhook-hosts.ts'

export interface Composition {
  readonly context: ApiContext
  readonly webhooks: WebhooksOptions
  readonly checkImportAddresses: CheckImportAddresses
  /** Throws ExternalServiceError if the database does not answer. */
  readonly checkDatabase: () => Promise<void>
  /** Stops what runs and closes the database. */
  close(): Promise<void>
}

/** How often one looks whether somebody has pushed to the blueprint repository, in milliseconds. */
const catalogInterval = 2000

/** How long the start waits for the catalog to match the repository, in milliseconds: what takes longer goes on in the background. */
const startPatience = 5000

/** How soon deliveries of a host that has come into the configuration are taken, in milliseconds. */
const webhookHostsInterval = 60_000

/** Wires adapters to ports. */
export async function compose(config: ServerConfig, options: OpenDatabaseOptions = {}): Promise<Composition> {
  await mkdir(config.home, { recursive: true })
  const place = await locateBlueprints(config)
  const database = await openDatabase(databaseLocation(config), options)
  try {
    return await composeOn(database, place, config)
  } catch (error) {
    await database.destroy().catch(() => {})
    throw error
  }
}

async function composeOn(
  database: OpenDatabase,
  place: BlueprintPlace,
  config: ServerConfig,
): Promise<Composition> {
  const now = () => new Date()
  const { hosted } = place
  const { secrets = noSecrets } = config
  const catalog = new PostgresCatalogStore(database)
  // Before anything is done: a repository that the database does not know would retire the whole catalog.
  const repository = await openKnownRepository(place, catalog)
  const webhookHosts = new WebhookHosts({ repository, hosted, secrets })
  const readConfiguration = async () => {
    await webhookHosts.refresh()
    return readImportConfiguration({ ...{ repository, hosted, secrets, now }, publicUrl: config.publicUrl })
  }
  const proposals = new PostgresProposalStore(database)
  const runs = new PostgresImportRunStore(database)
  const reader = new LocalGitRepositoryReader({ cacheDirectory: join(config.home, 'clones') })
  const modules = new MemoryModuleCache()
  const foreign = new ForeignProcesses()
  const imports = new ImportRunner({
    moduleReader: new ProcessModuleReader(foreign),
    drafter: new ProcessDrafter(foreign),
    ...{ reader, modules, repository, proposals, runs, now },
    scans: new PostgresScanStore(database),
    names: new PostgresNameReservations(database),
    version: serverPackage.version,
    readConfiguration: async () => {
      const configuration = await readConfiguration()
      const synced = { repository, proposals, webhooks: new PostgresWebhookStore(database), now }
      return { ...configuration, afterImport: (finished) => syncHosts(finished, configuration, synced) }
    },
  })
  await imports.open()
  const { version } = serverPackage
  const catalogFollower = new CatalogFollower(
    { repository, proposals, catalog, now, version },
    { onError: (error) => logBackgroundError('The catalog could not be updated', error) },
  )
  const context: ApiContext = {
    imports,
    catalogFollower,
    findReviewHost: shared(async () => (await readConfiguration()).host),
    repository,
    proposals,
    catalog,
    now,
    user: config.accessToken === undefined ? 'local user (unverified)' : 'access token (unverified)',
    version: serverPackage.version,
  }
  await webhookHosts.refresh()
  // Where the repository is at a host, its pushes and the poller bring a refresh, and looking would ask that host.
  const refresh = () => (hosted === undefined ? void webhookHosts.refresh() : undefined)
  const refreshing = setInterval(refresh, webhookHostsInterval).unref()
  await Promise.race([
    catalogFollower.start(catalogInterval),
    delay(startPatience, undefined, { ref: false }),
  ])
  const follower = followHosts({ context, readConfiguration, polls: config.polls === true })
  return {
    context,
    webhooks: {
      findHost: (name) => webhookHosts.find(name),
      onHint: (hint) => follower.onHint(hint),
    },
    checkDatabase: () => pingDatabase(database),
    checkImportAddresses: createImportAddressCheck({
      config,
      readHosts: async () => (await readMergedConfiguration({ repository }))?.hosts ?? {},
    }),
    async close() {
      clearInterval(refreshing)
      const following = Promise.all([follower.close(), catalogFollower.close()])
      await imports.close()
      await following
      await database.destroy()
    },
  }
}

/** The same function, whose callers share what is being done already: a hundred approvals at once read the configuration once. */
function shared<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let running: Promise<Result> | undefined
  return () => (running ??= work().finally(() => (running = undefined)))
}
