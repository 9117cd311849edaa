import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { systemActor } from '@groundplan/actor'
import { hashText } from '@groundplan/access'
import type { CloudDependencies } from '@groundplan/api'
import { AwsPower, describeResource } from '@groundplan/aws'
import type { GrainSource } from '@groundplan/blueprint'
import { openRunCredentials, type RunKind } from '@groundplan/cloud-credentials'
import type { GrainGoal, GrainRunner, GrainTask } from '@groundplan/environment'
import { TerraformGrainRunner, type OpenedBackend } from '@groundplan/environment-terraform'
import { InputError } from '@groundplan/errors'
import type { RepositorySnapshot } from '@groundplan/scm'
import type { MasterKeys } from '@groundplan/secrets'
import {
  CliWorkspaces,
  PluginCache,
  type LeftWorkspace,
  type TerraformPrograms,
} from '@groundplan/terraform-cli'
import type { ModuleReader } from '@groundplan/terraform-module'
import { giveUpState, grantStateAccess, takeOverState, untilNotApplied } from '@groundplan/terraform-state'
import type { ServerConfig } from '../config.ts'
import type { OpenRegistered } from '../hosts/open-registered.ts'
import { reasonForLog } from '../log/describe-error.ts'
import type { Logger } from '../log/create-logger.ts'
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
  readonly logger: Logger
  readonly now: () => Date
}

export interface OpenGrainRunner {
  readonly runner: GrainRunner
  /** Removes what runs have left on the disk. */
  close(): Promise<void>
}

/** How long the state of a run can be reached, in seconds: no run takes longer. */
const longestRun = 24 * 3600

/**
 * How long a run waits for what a dead worker has left to end, in milliseconds: longer than its Terraform may linger and be stopped, and a
 * worker takes to start again and save what is left.
 */
const holderPatience = 60_000

/** How often it is looked whether a machine is on or off, and for how long, in milliseconds. */
const powerWait = { interval: 5_000, patience: 30 * 60_000 }

/** Runs grains with the Terraform of this machine. Folders are in the home. */
export async function openGrainRunner(options: GrainRunnerOptions): Promise<OpenGrainRunner> {
  const { config, terraform, programs, moduleReader, openRegistered, cloudOf, now, logger } = options
  const workspaces = new CliWorkspaces({
    directory: join(config.home, 'runs'),
    ...{ programs, moduleReader },
    pluginCache: await PluginCache.open(join(config.home, 'providers')),
    providers: terraform.providers,
    onLeft: (left) => saveLeft(left, cloudOf),
    onLeftError: (error) =>
      logger.error(
        { error: reasonForLog(error), folder: join(config.home, 'runs') },
        'a state was left on the disk',
      ),
  })
  await workspaces.start()
  const { endpoint, network } = config.services?.aws ?? {}
  const runner = new TerraformGrainRunner({
    workspaces,
    openSource: (source, _, signal) => openPinned(source, openRegistered, signal),
    openBackend: async (task, signal) =>
      openBackend(task, { ...cloudOf(task.spaceId), serverUrl: await options.findServerUrl(), signal }),
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
    describeResource,
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

/** What a worker that died could not save of a state; Terraform has ended by then. */
async function saveLeft(
  { owner, unsavedState }: LeftWorkspace,
  cloudOf: (spaceId: string) => CloudDependencies,
): Promise<void> {
  const { spaceId, environment, grain, run, access } = owner
  if (!spaceId || !environment || !grain || !run || !access) return
  const { states } = cloudOf(spaceId)
  if (states !== undefined)
    await giveUpState({ environment, grain, run, access }, unsavedState, systemActor, states)
}

/** Terraform writes what it has created every 20 seconds, and at the end. */
function describeLoss(environment: string): string {
  return [
    'The worker that changed this last has not come back, and its machine may be gone. What it created in its last',
    `20 seconds may be missing in the state: look for resources with the tag groundplan:environment = ${environment}.`,
  ].join(' ')
}

interface BackendOptions extends Pick<CloudDependencies, 'states'> {
  readonly serverUrl: string
  readonly signal: AbortSignal
}

async function openBackend(
  { spaceId, environmentId: environment, grain, runId: run }: GrainTask,
  { states, serverUrl, signal }: BackendOptions,
): Promise<OpenedBackend> {
  if (states === undefined) throw new Error('The server keeps no states.')
  const key = { environment, grain }
  const pause = () => delay(500, undefined, { signal })
  const isFree = await untilNotApplied(key, { milliseconds: holderPatience, pause }, states)
  await takeOverState({ ...key, reason: `For the run ${run}.` }, systemActor, states)
  const credentials = await grantStateAccess({ ...key, run, seconds: longestRun }, states)
  const hold = { ...key, run, access: await hashText(credentials.password) }
  return {
    settings: { kind: 'http', address: stateAddress(serverUrl, { ...key, spaceId }), ...credentials },
    owner: { ...hold, spaceId },
    ...(isFree ? {} : { note: describeLoss(environment) }),
    close: () => giveUpState(hold, undefined, systemActor, states),
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
