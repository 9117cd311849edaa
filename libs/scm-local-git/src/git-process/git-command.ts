/** A git command for the process that runs them. */
export interface GitCommand {
  readonly directory: string
  /** The whole environment. */
  readonly environment: Readonly<Record<string, string>>
  readonly args: readonly string[]
  /** Standard input; there is none if absent. */
  readonly input?: string | Uint8Array | undefined
  readonly lane: GitLane
  readonly limits: GitLimits
}

/**
 * Commands wait for those of their own lane alone: what is slow at one repository or host does not hold up what is not.
 * `reading`: repositories that others control, on this machine. `own`: ours, above all the blueprint repository. `remote`: what
 * talks to one host. `upkeep`: maintenance, which nobody waits for.
 */
export type GitLane =
  { readonly kind: 'reading' | 'own' | 'upkeep' } | { readonly kind: 'remote'; readonly host: string }

/** Limits for one command; it is stopped when it exceeds one. */
export interface GitLimits {
  readonly milliseconds: number
  /** Of standard output. */
  readonly outputBytes: number
  /** Of what it writes to disk. */
  readonly growth?: GrowthLimits | undefined
}

export interface GrowthLimits {
  /** The folder that is measured, with all that is in it. */
  readonly directory: string
  readonly maximumBytes: number
  /** A command without progress for this long is stopped. */
  readonly stallMilliseconds: number
}

export type GitLimit = 'milliseconds' | 'outputBytes' | 'maximumBytes' | 'stallMilliseconds'

/** How a command ended. */
export type GitOutcome =
  | { readonly kind: 'done'; readonly output: Uint8Array }
  /** `exitCode` is absent if git could not be started. */
  | {
      readonly kind: 'failed'
      readonly exitCode: number | undefined
      /** Everything, for messages. */
      readonly printed: string
      /** Standard output alone, of commands whose exit code is an answer. */
      readonly output?: Uint8Array | undefined
    }
  | { readonly kind: 'limit'; readonly limit: GitLimit }
