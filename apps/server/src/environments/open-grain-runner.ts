import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { systemActor } from '@groundplan/actor'
import type { CloudDependencies } from '@groundplan/api'
import { AwsPower } from '@groundplan/aws'
import type { GrainSource } from '@groundplan/blueprint'
import { openRunCredentials, type RunKind } from '@groundplan/cloud-credentials'
import type { GrainGoal, GrainRunner, GrainTask } from '@groundplan/environment'
import { TerraformGrainRunner, type OpenedBackend } from '@groundplan/environment-terraform'
import { InputError } from '@groundplan/errors'
import type { RepositorySnapshot } from '@groundplan/scm'
import type { MasterKeys } from '@groundplan/secrets'
import { CliWorkspaces, PluginCache, type TerraformPrograms } from '@groundplan/terraform-cli'
import type { ModuleReader } from '@groundplan/terraform-module'
import { endStateAccess, grantStateAccess, takeOverState } from '@groundplan/terraform-state'
import type { ServerConfig } from '../config.ts'
import type { OpenRegistered } from '../hosts/open-registered.ts'
import { stateAddress } from '../serve-states.ts'
import type { TerraformConfig } from '../terraform-config.ts'

export interface GrainRunnerOptions {
  readonly config: Pick<ServerConfig, 'home' | 'services'>
  readonly terraform: TerraformConfig
  readonly programs: TerraformPrograms
  readonly moduleReader: ModuleReader
  readonly openRegistered: OpenRegistered
  readonly cloudOf: (spaceId: string) => CloudDependencies
  readonly findMasterKeys: () => Promise<MasterKeys>
  /** Where Terraform on this machine reaches the states of this server. */
  readonly findServerUrl: () => Promise<string>
  readonly now: () => Date
}

export interface OpenGrainRunner {
  readonly runner: GrainRunner
  /** Removes what runs have left on the disk. */
  close(): Promise<void>
}

/** How long the state of a run can be reached, in seconds: no run takes longer. */
const longestRun = 24 * 3600

/** How often it is looked whether a machine is on or off, and for how long, in milliseconds. */
const powerWait = { interval: 5_000, patience: 30 * 60_000 }

/** Runs grains with the Terraform of this machine. Folders are in the home. */
export async function openGrainRunner(options: GrainRunnerOptions): Promise<OpenGrainRunner> {
  const { config, terraform, programs, moduleReader, openRegistered, cloudOf, now } = options
  const workspaces = new CliWorkspaces({
    directory: join(config.home, 'runs'),
    ...{ programs, moduleReader },
    pluginCache: await PluginCache.open(join(config.home, 'providers')),
    providers: terraform.providers,
  })
  const { endpoint, network } = config.services?.aws ?? {}
  const runner = new TerraformGrainRunner({
    workspaces,
    openSource: (source, _, signal) => openPinned(source, openRegistered, signal),
    openBackend: async (task) => openBackend(task, await options.findServerUrl(), cloudOf(task.spaceId)),
    openVariables: async (task) => {
      const { credentials, gateway, issuer } = cloudOf(task.spaceId)
      const { findMasterKeys } = options
      const { spaceId } = task
      const dependencies = { credentials, gateway, issuer, findMasterKeys, spaceId, now }
      const opened = await openRunCredentials(toSubject(task), dependencies)
      return { ...terraform.variables, ...opened?.variables }
    },
    findProviders: async () => ({}),
    power: new AwsPower({ endpoint, network }),
    powerWait: {
      ...powerWait,
      now,
      sleep: async (milliseconds, signal) => {
        await delay(milliseconds, undefined, { signal }).catch(() => {})
      },
    },
  })
  return { runner, close: () => workspaces.close() }
}

/** The code that was reviewed. Throws InputError if the blueprint does not say which one that is. */
export async function openPinned(
  { store, path, commit }: GrainSource,
  openRegistered: OpenRegistered,
  signal: AbortSignal,
): Promise<RepositorySnapshot> {
  if (commit !== undefined) return openRegistered({ store, commit }, signal)
  throw new InputError(`"${path}" of ${store} is not pinned to a commit.`, {
    hint: 'Add `source.commit` to the blueprint, so that what was reviewed is what runs.',
  })
}

async function openBackend(
  { spaceId, environmentId: environment, grain, runId: run }: GrainTask,
  serverUrl: string,
  { states }: CloudDependencies,
): Promise<OpenedBackend> {
  if (states === undefined) throw new Error('The server keeps no states.')
  const key = { environment, grain }
  await takeOverState({ ...key, reason: `For the run ${run}.` }, systemActor, states)
  const credentials = await grantStateAccess({ ...key, run, seconds: longestRun }, states)
  return {
    settings: { kind: 'http', address: stateAddress(serverUrl, { ...key, spaceId }), ...credentials },
    close: () => endStateAccess({ ...key, run }, states),
  }
}

const runKinds: Readonly<Record<GrainGoal['kind'], RunKind>> = {
  apply: 'apply',
  destroy: 'destroy',
  restart: 'action',
  'power-off': 'action',
  'power-on': 'action',
  action: 'action',
}

function toSubject({ spaceId, environmentId, version, goal }: GrainTask) {
  return { space: spaceId, blueprint: version.name, environment: environmentId, runKind: runKinds[goal.kind] }
}
