/** A git command for the process that runs them. */
export interface GitCommand {
  readonly directory: string
  /** The whole environment. */
  readonly environment: Readonly<Record<string, string>>
  readonly args: readonly string[]
  /** Standard input; there is none if absent. */
  readonly input?: string | Uint8Array | undefined
}

/** How a command ended. */
export type GitOutcome =
  | { readonly kind: 'done'; readonly output: Uint8Array }
  /** `exitCode` is absent if git could not be started. */
  | { readonly kind: 'failed'; readonly exitCode: number | undefined; readonly printed: string }
