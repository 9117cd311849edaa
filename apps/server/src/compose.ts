import { mkdir } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import type { ApiContext } from '@groundplan/api'
import { blueprintJsonSchema, schemaPath } from '@groundplan/blueprint'
import { configurationJsonSchema, configurationSchemaPath } from '@groundplan/configuration'
import { CatalogFollower } from '@groundplan/catalog'
import {
  openDatabase,
  PostgresCatalogStore,
  PostgresImportRunStore,
  PostgresProposalStore,
  PostgresScanStore,
  PostgresWebhookStore,
} from '@groundplan/database'
import { ImportRunner } from '@groundplan/importer'
import { LocalGitRepositoryReader } from '@groundplan/scm-local-git'
import { MemoryModuleCache } from '@groundplan/terraform-module'
import { ProcessModuleReader } from '@groundplan/terraform-module-files'
import serverPackage from '../package.json' with { type: 'json' }
import type { ServerConfig } from './config.ts'
import { followHosts } from './follow-hosts.ts'
import { openBlueprintHost } from './hosts/open-blueprint-host.ts'
import { readImportConfiguration, readMergedConfiguration } from './hosts/read-import-configuration.ts'
import { findWebhookHost } from './webhooks/find-webhook-host.ts'
import type { WebhooksOptions } from './webhooks/serve-webhooks.ts'

export interface Composition {
  readonly context: ApiContext
  readonly webhooks: WebhooksOptions
  /** Stops what runs and closes the database. */
  close(): Promise<void>
}

/** Milliseconds that readers wait for what was merged a moment ago. */
const patience = 100

/** Wires adapters to ports. */
export async function compose(config: ServerConfig): Promise<Composition> {
  const { home, databaseUrl } = config
  await mkdir(home, { recursive: true })
  const now = () => new Date()
  const { repository, hosted } = await openBlueprintHost(config, initialFiles())
  const readConfiguration = () =>
    readImportConfiguration({ repository, hosted, now, publicUrl: config.publicUrl })
  const database = await openDatabase(
    databaseUrl === undefined
      ? { kind: 'embedded', directory: join(home, 'database') }
      : { kind: 'postgresql', url: databaseUrl },
  )
  const proposals = new PostgresProposalStore(database)
  const runs = new PostgresImportRunStore(database)
  const reader = new LocalGitRepositoryReader({ cacheDirectory: join(home, 'clones') })
  const modules = new MemoryModuleCache()
  const imports = new ImportRunner({
    moduleReader: new ProcessModuleReader(),
    ...{ reader, modules, repository, proposals, runs, now },
    scans: new PostgresScanStore(database),
    webhooks: new PostgresWebhookStore(database),
    version: serverPackage.version,
    readConfiguration,
  })
  await imports.open()
  const catalog = new PostgresCatalogStore(database)
  const context: ApiContext = {
    imports,
    catalogFollower: new CatalogFollower({ repository, proposals, catalog, now }, { patience }),
    findReviewHost: shared(async () => (await readConfiguration()).host),
    repository,
    proposals,
    catalog,
    now,
    user: userInfo().username,
    version: serverPackage.version,
  }
  const follower = followHosts({ context, readConfiguration, polls: config.polls === true })
  return {
    context,
    webhooks: {
      async findHost(name) {
        const configuration = await readMergedConfiguration({ repository }).catch(() => undefined)
        return findWebhookHost(name, configuration?.hosts ?? {}, hosted)
      },
      onHint: (hint) => follower.onHint(hint),
    },
    async close() {
      const following = follower.close()
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

/** What a new blueprint repository begins with. */
function initialFiles() {
  const readme = [
    '# Blueprints',
    '',
    'Groundplan proposes a blueprint for each Terraform module on a branch `groundplan/<name>`.',
    'What is merged into `main` is in the catalog. Edit the files in `blueprints/` as you like: later',
    'proposals are merged with your edits.',
    '',
  ].join('\n')
  const print = (schema: object) => `${JSON.stringify(schema, undefined, 2)}\n`
  return [
    { kind: 'write', path: 'README.md', content: readme },
    { kind: 'write', path: `blueprints/${schemaPath}`, content: print(blueprintJsonSchema()) },
    { kind: 'write', path: configurationSchemaPath, content: print(configurationJsonSchema()) },
  ] as const
}
