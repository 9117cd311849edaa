import { listReferences } from '@groundplan/configuration'
import type { GrainRunner } from '@groundplan/environment'
import type { RepositoryRegistry } from '@groundplan/importer'
import type { RepositoryReader, ReviewRepository } from '@groundplan/scm'
import type { MasterKeys } from '@groundplan/secrets'
import type { ModuleReader } from '@groundplan/terraform-module'
import type { ServerConfig } from '../config.ts'
import type { HostClients } from '../hosts/host-clients.ts'
import type { HostSecrets } from '../hosts/host-secrets.ts'
import type { BlueprintPlace } from '../hosts/locate-blueprints.ts'
import { createOpenRegistered } from '../hosts/open-registered.ts'
import { readMergedConfiguration } from '../hosts/read-import-configuration.ts'
import type { Cloud } from '../open-cloud.ts'
import { openGrainRunner, type OpenGrainRunner } from './open-grain-runner.ts'

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
  readonly now: () => Date
  readonly grainRunner: GrainRunner | undefined
  readonly findServerUrl: (() => Promise<string>) | undefined
}

/** What a worker runs grains with; `undefined` if environments are off. */
export async function openRuns(options: RunsOptions): Promise<OpenGrainRunner | undefined> {
  const { config, place, clients, repository, secrets, cloud, grainRunner, ...rest } = options
  if (grainRunner !== undefined) return { runner: grainRunner, close: async () => {} }
  const { terraform } = config
  if (terraform === undefined) return undefined
  const readHosts = async () => {
    await secrets.refresh()
    const merged = await readMergedConfiguration({ repository })
    if (merged === undefined) return {}
    await secrets.load(listReferences(merged))
    return merged.hosts
  }
  const findSources = () => ({ hosted: place.hosted, secrets, clients })
  return openGrainRunner({
    ...{ ...rest, config, terraform, cloudOf: cloud.forSpace },
    openRegistered: createOpenRegistered({ ...rest, readHosts, findSources }),
    findServerUrl: rest.findServerUrl ?? noServer,
  })
}

async function noServer(): Promise<string> {
  throw new Error('Terraform needs a server that keeps its states.')
}
