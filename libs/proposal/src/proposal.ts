import type { Actor } from '@groundplan/actor'
import type { ProposalConflict } from './proposal-conflict.ts'
import type { ScmKind } from '@groundplan/scm'
import type { PullRequestPolicy } from './pull-request-policy.ts'

/**
 * A proposal: a generated or updated blueprint on its way to review.
 *
 * Terms: its *branch* carries what was generated, on which reviewers may add their own commits. Several proposals may share a
 * branch and, where the blueprint repository is at a host, its *pull request*: those of one repository, for instance. A proposal is
 * *open* until somebody approves it (the branch is merged), rejects it (it stays away until somebody asks for it again), or it is
 * *withdrawn* because its module is gone.
 */
export interface Proposal {
  /** Counts from 1 in the order of opening, as pull requests do. */
  readonly number: number
  /** Name of the blueprint, which is also its file's name. */
  readonly blueprint: string
  /** `new` brings a blueprint to the catalog, `update` changes one that is there, `retirement` removes it. */
  readonly kind: 'new' | 'update' | 'retirement'
  readonly title: string
  readonly branch: string
  /** The commit that was generated; reviewers' commits come after it. */
  readonly generatedCommit: string
  /** Fingerprint of the generated files. */
  readonly contentId: string
  readonly source: ProposalSource
  /** What is wanted of its pull request, where that is not what is wanted of all. */
  readonly policy?: PullRequestPolicy | undefined
  /** Where people review it, if the blueprint repository is at a host. */
  readonly pullRequest?: ProposalPullRequest | undefined
  /** What reviewers look for first, as of the last time it was proposed; unknown for proposals from older versions. */
  readonly facts?: ReviewFacts | undefined
  readonly createdAt: Date
  readonly updatedAt: Date
  readonly state: ProposalState
}

/** The module from which the blueprint was generated. */
export interface ProposalSource {
  readonly store: string
  readonly path: string
  readonly commit: string
  /** The tag at which it was read, if versions are imported. */
  readonly tag?: string | undefined
  /** The repository's address, without credentials. */
  readonly address: string
  /** The kind of its host, if it is one of the configuration's. */
  readonly kind?: ScmKind | undefined
}

/** What lists and filters show of a proposal without reading its files. */
export interface ReviewFacts {
  /** Number of breaking changes for those who use the blueprint. */
  readonly breaking: number
  /** Number of conflicts that nobody has decided. */
  readonly conflicts: number
  /** Who answers for the blueprint, e.g. `@platform/databases`. */
  readonly owners: readonly string[]
}

export interface ProposalPullRequest {
  readonly number: number
  /** Address of its page. */
  readonly url: string
  /** Of what the pull request was last synced with. */
  readonly syncedFingerprint?: string | undefined
  /** The title that was last wanted for it: another one is a reviewer's. */
  readonly title?: string | undefined
  /** Labels that it was given: those that are missing were removed by reviewers. */
  readonly labels?: readonly string[] | undefined
}

/** A proposal with the text for its reviewers, which is long and read only where it is shown. */
export interface DescribedProposal extends Proposal {
  /** Markdown. */
  readonly body: string
  readonly details?: ProposalDetails | undefined
}

/** What is read only where one proposal is shown. */
export interface ProposalDetails {
  /** Where people's edits and the generator want something different, decided or not. */
  readonly conflicts: readonly ProposalConflict[]
  readonly declarations: readonly Declaration[]
}

/** Where a module declares a variable or an output. */
export interface Declaration {
  readonly kind: 'variable' | 'output'
  readonly name: string
  /** Path in the module's repository. */
  readonly file: string
  readonly line: number
}

/** A proposal that has no number yet. */
export type NewProposal = Omit<DescribedProposal, 'number'>

export type ProposalState =
  | { readonly status: 'open' }
  | { readonly status: 'approved'; readonly by: Actor; readonly at: Date; readonly commit: string }
  | {
      readonly status: 'rejected'
      readonly by: Actor
      readonly at: Date
      readonly reason: string | undefined
      /** Who wants to see it again all the same; the next import proposes it anew. */
      readonly askedBy?: Actor | undefined
    }
  | {
      readonly status: 'withdrawn'
      readonly by: Actor
      readonly at: Date
      readonly reason: string | undefined
    }

export type ProposalStatus = ProposalState['status']

export const proposalStatuses = [
  'open',
  'approved',
  'rejected',
  'withdrawn',
] as const satisfies ProposalStatus[]
