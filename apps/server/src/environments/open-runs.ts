import { join } from 'node:path'
import type { GrainSource } from '@groundplan/blueprint'
import { listReferences } from '@groundplan/configuration'
import type { GrainRunner, ValueChecker } from '@groundplan/environment'
import { TerraformValueChecker } from '@groundplan/environment-terraform'
import type { RepositoryRegistry } from '@groundplan/importer'
import type { RepositoryReader, ReviewRepository } from '@groundplan/scm'
import type { MasterKeys } from '@groundplan/secrets'
import { CliInputChecker, TerraformPrograms } from '@groundplan/terraform-cli'
import type { ModuleReader } from '@groundplan/terraform-module'
import type { ServerConfig } from '../config.ts'
import type { HostClients } from '../hosts/host-clients.ts'
import type { HostSecrets } from '../hosts/host-secrets.ts'
import type { BlueprintPlace } from '../hosts/locate-blueprints.ts'
import { createOpenRegistered } from '../hosts/open-registered.ts'
import { readMergedConfiguration } from '../hosts/read-import-configuration.ts'
import type { Cloud } from '../open-cloud.ts'
import type { Logger } from '../log/create-logger.ts'
import { openGrainRunner, openPinned } from './open-grain-runner.ts'

export interface RunsOptions {
  readonly config: ServerConfig
  readonly place: BlueprintPlace
  readonly clients: HostClients
  readonly repository: ReviewRepository
  readonly secrets: HostSecrets
  readonly registry: RepositoryRegistry
  readonly reader: RepositoryReader
  readonly moduleReader: ModuleReader
  readonly cloud: Cloud
  readonly findMasterKeys: () => Promise<MasterKeys>
  readonly logger: Logger
  readonly now: () => Date
  /** False for a server that only answers requests. */
  readonly works: boolean
  readonly grainRunner: GrainRunner | undefined
  readonly findServerUrl: (() => Promise<string>) | undefined
}

export interface OpenRuns {
  /** Absent: other servers do the work of runs. */
  readonly runner: GrainRunner | undefined
  readonly valueChecker: ValueChecker | undefined
  /** Ends what waits, and removes what is left on the disk. */
  close(): Promise<void>
}

/** What runs grains and checks values; nothing if environments are off. */
export async function openRuns(options: RunsOptions): Promise<OpenRuns> {
  const { config, place, clients, repository, secrets, cloud, grainRunner, works, ...rest } = options
  const { terraform } = config
  if (grainRunner !== undefined || terraform === undefined)
    return { runner: grainRunner, valueChecker: undefined, close: async () => {} }
  const readHosts = async () => {
    await secrets.refresh()
    const merged = await readMergedConfiguration({ repository })
    if (merged === undefined) return {}
    await secrets.load(listReferences(merged))
    return merged.hosts
  }
  const findSources = () => ({ hosted: place.hosted, secrets, clients })
  const openRegistered = createOpenRegistered({ ...rest, readHosts, findSources })
  const programs = new TerraformPrograms({ files: terraform.files })
  const checker = new CliInputChecker({ directory: join(config.home, 'checks'), programs })
  const openSource = (source: GrainSource, signal: AbortSignal) => openPinned(source, openRegistered, signal)
  const opened = works
    ? await openGrainRunner({
        ...{ ...rest, config, terraform, programs, openRegistered, cloudOf: cloud.forSpace },
        findServerUrl: rest.findServerUrl ?? noServer,
      })
    : undefined
  return {
    runner: opened?.runner,
    valueChecker: new TerraformValueChecker({ checker, openSource }),
    async close() {
      await checker.close()
      await opened?.close()
    },
  }
}

async function noServer(): Promise<string> {
  throw new Error('Terraform needs a server that keeps its states.')
}
