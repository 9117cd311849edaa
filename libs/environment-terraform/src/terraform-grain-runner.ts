import type { GrainSource } from '@groundplan/blueprint'
import type { GrainContext, GrainRunner, GrainSession, GrainTask } from '@groundplan/environment'
import type { RepositorySnapshot } from '@groundplan/scm'
import type { SpaceProviders } from '@groundplan/terraform-root'
import type {
  BackendSettings,
  PowerControl,
  PowerWait,
  ResourceFacts,
  StateResource,
  TerraformWorkspaces,
} from '@groundplan/terraform-run'
import { TerraformGrainSession } from './terraform-grain-session.ts'

export interface TerraformGrainOptions {
  readonly workspaces: TerraformWorkspaces
  /** The code of a grain at its pinned commit. Throws PlatformError. */
  readonly openSource: (
    source: GrainSource,
    task: GrainTask,
    signal: AbortSignal,
  ) => Promise<RepositorySnapshot>
  /** Where the state of a grain is, with how this run reaches it. Throws PlatformError. */
  readonly openBackend: (task: GrainTask, signal: AbortSignal) => Promise<OpenedBackend>
  /** Environment variables of the run: with which it signs in to clouds, and what the operator sets. Throws PlatformError. */
  readonly openVariables: (task: GrainTask) => Promise<Readonly<Record<string, string>>>
  /** What the space sets of providers. */
  readonly findProviders: (spaceId: string) => Promise<SpaceProviders>
  /** Switches what runs off and on. */
  readonly power: PowerControl
  readonly powerWait: Omit<PowerWait, 'signal'>
  /** What people want to know of a resource, and how they reach it. */
  readonly describeResource: (resource: StateResource) => ResourceFacts
}

export interface OpenedBackend {
  readonly settings: BackendSettings
  /** What has to be known to save the state after this process died; no secrets. */
  readonly owner?: Readonly<Record<string, string>> | undefined
  /** What the log should say of the state before anything is done; absent: nothing. */
  readonly note?: string | undefined
  /** Ends this run's way to the state. */
  close(): Promise<void>
}

/** Runs grains with Terraform or OpenTofu. */
export class TerraformGrainRunner implements GrainRunner {
  readonly #options: TerraformGrainOptions

  constructor(options: TerraformGrainOptions) {
    this.#options = options
  }

  open(task: GrainTask, context: GrainContext): GrainSession {
    return new TerraformGrainSession(task, context, this.#options)
  }
}
