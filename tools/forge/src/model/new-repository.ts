import type { PushRules } from '../git/create-bare-repository.ts'

export interface NewRepository {
  readonly owner: string
  readonly name: string
  readonly description?: string | undefined
  readonly archived?: boolean | undefined
  readonly fork?: boolean | undefined
  readonly topics?: readonly string[] | undefined
  readonly language?: string | undefined
  /** `main` by default. */
  readonly defaultBranch?: string | undefined
  /** Branches that nobody may push to. */
  readonly protected?: readonly string[] | undefined
  /** What is demanded of every push. */
  readonly rules?: PushRules | undefined
}

/** A stream for `git fast-import` that ends in `done`, or a local repository. */
export type ImportSource = { readonly stream: Uint8Array } | { readonly directory: string }
