/**
 * A proposal: a generated or updated blueprint on its way to review.
 *
 * Terms: its *branch* carries one generated commit, on which reviewers may add their own; it is *open* until somebody
 * approves it (the branch is merged) or rejects it (it stays away until the module changes).
 */
export interface Proposal {
  /** Counts from 1 in the order of opening, as pull requests do. */
  readonly number: number
  /** Name of the blueprint, which is also its file's name. */
  readonly blueprint: string
  /** `new` brings a blueprint to the catalog, `update` changes one that is there. */
  readonly kind: 'new' | 'update'
  readonly title: string
  /** Markdown. */
  readonly body: string
  readonly branch: string
  /** The commit that was generated; reviewers' commits come after it. */
  readonly generatedCommit: string
  /** Fingerprint of the generated files. */
  readonly contentId: string
  readonly source: ProposalSource
  readonly createdAt: Date
  readonly updatedAt: Date
  readonly state: ProposalState
}

/** The module from which the blueprint was generated. */
export interface ProposalSource {
  readonly store: string
  readonly path: string
  readonly commit: string
  /** The repository's address, without credentials. */
  readonly address: string
}

export type ProposalState =
  | { readonly status: 'open' }
  | { readonly status: 'approved'; readonly by: string; readonly at: Date; readonly commit: string }
  | {
      readonly status: 'rejected'
      readonly by: string
      readonly at: Date
      readonly reason: string | undefined
    }

export type ProposalStatus = ProposalState['status']
