import type { RepositorySnapshot } from '@groundplan/scm'
import type { ResolvedGrain } from '@groundplan/terraform-root'
import type { TerraformEvent } from './events/terraform-event.ts'
import type { TerraformPlan } from './plan/terraform-plan.ts'
import type { StateSummary } from './state/terraform-state-summary.ts'
import type { TerraformProgram, TerraformTool } from './terraform-program.ts'

/** What one grain of an environment runs with. */
export interface WorkspaceRequest {
  readonly tool: TerraformTool
  /** Such as `>= 1.6, < 2.0`; absent: any version. */
  readonly version?: string | undefined
  /** The pinned commit. Only what the module needs is read from it. */
  readonly snapshot: RepositorySnapshot
  /** Directory of the module in the repository; `.` is the root. */
  readonly modulePath: string
  readonly grain: ResolvedGrain
  readonly backend: BackendSettings
  /** Credentials of clouds and registries, as environment variables. They are never written to a file. */
  readonly credentials: Readonly<Record<string, string>>
  /** Tokens of private module and provider registries, by host name. */
  readonly registryTokens?: Readonly<Record<string, string>> | undefined
  /** For modules from private git repositories, by origin: `https://github.com`. */
  readonly gitCredentials?:
    Readonly<Record<string, { readonly username: string; readonly password: string }>> | undefined
  /** Providers pinned by an earlier run of this grain: the text of its `.terraform.lock.hcl`. */
  readonly lockFile?: string | undefined
  /** Whose the workspace is, for whoever finds it after its process died; written to a file, so without secrets. */
  readonly owner?: Readonly<Record<string, string>> | undefined
  /** Further values that must not be shown; those of `grain`, `credentials` and the backend are known already. */
  readonly secrets?: readonly string[] | undefined
}

export type BackendSettings =
  /** The state of this server: see `@groundplan/terraform-state`. */
  | { readonly kind: 'http'; readonly address: string; readonly username: string; readonly password: string }
  /** One of the company's own, e.g. `s3` with its settings. Credentials come from the environment. */
  | {
      readonly kind: 'other'
      readonly type: string
      readonly settings: Readonly<Record<string, string | number | boolean>>
    }
  /** In the folder of the workspace, for trying something out. It is gone with it. */
  | { readonly kind: 'local' }

export interface CommandOptions {
  /** Gets each event as it happens, without secrets. */
  readonly onEvent?: ((event: TerraformEvent) => void) | undefined
  /** Asks Terraform to stop after what it is doing, with its state kept; kills it if it takes too long. */
  readonly signal?: AbortSignal | undefined
}

export interface PlanOptions extends CommandOptions {
  /** `update` is the ordinary plan; `destroy` removes everything; `refresh` only looks for drift. */
  readonly mode?: 'update' | 'destroy' | 'refresh' | undefined
  /** Addresses of resources to create anew. */
  readonly replace?: readonly string[] | undefined
}

export interface PlannedRun {
  readonly plan: TerraformPlan
  /** Equal for plans that do the same, see `digestPlan`. */
  readonly digest: string
  /** What Terraform applies. It has every value in clear text, secrets too: encrypt it. */
  readonly file: Uint8Array
  /** `.terraform.lock.hcl` as it is now, for later runs of the grain. */
  readonly lockFile: string | undefined
}

/**
 * Port: a folder in which Terraform works on one grain. Whatever fails in Terraform is a TerraformFailure; an aborted `signal` is a
 * CancelledError. `close` removes every file.
 */
export interface TerraformWorkspace {
  readonly program: TerraformProgram
  /** Downloads modules and providers, and connects to the backend. Needed once, before anything else. */
  init(options?: CommandOptions): Promise<void>
  plan(options?: PlanOptions): Promise<PlannedRun>
  /** Applies what was planned. The `reason` of a failure tells that the state moved on; `unsavedState` is what must not be lost. */
  apply(file: Uint8Array, options?: CommandOptions): Promise<void>
  /** The model of a plan that was stored. */
  readPlan(file: Uint8Array, options?: CommandOptions): Promise<Omit<PlannedRun, 'file'>>
  /** Outputs are in clear text, sensitive ones too. */
  readState(options?: CommandOptions): Promise<StateSummary>
  close(): Promise<void>
}

/** Port: prepares workspaces. */
export interface TerraformWorkspaces {
  /**
   * Finds the program and writes the module, the generated root or the override files, and the values. Throws InputError if the module
   * cannot be run, NotFoundError if there is no such module, ExternalServiceError if there is no suitable program.
   */
  open(request: WorkspaceRequest, signal?: AbortSignal): Promise<TerraformWorkspace>
}
