import type { ChangeSet } from '@groundplan/change-set'
import type { FileTexts } from './file-texts.ts'
import type { Proposal, ProposalSource } from './proposal.ts'

/** A blueprint as generated now, before it is decided whether anybody must look at it. */
export interface ProposalDraft {
  readonly blueprint: string
  readonly contentId: string
  readonly changes: ChangeSet
  readonly source: ProposalSource
  /** Merges what is generated now with what people made of what was generated before. */
  readonly merge: (versions: ThreeVersions) => MergedTexts
  readonly title: (kind: Proposal['kind']) => string
  /** Markdown. */
  readonly body: (review: ReviewedTexts) => string
}

/** The draft's files in three states. */
export interface ThreeVersions {
  /** As generated before. */
  readonly base: FileTexts
  /** What people made of that. */
  readonly edited: FileTexts
  /** As generated now. */
  readonly generated: FileTexts
}

export interface MergedTexts {
  readonly texts: FileTexts
  /** What both sides want differently, in Markdown, a line each; `texts` have the people's side of it. */
  readonly conflicts: readonly string[]
}

/** What a proposal's body is about. */
export interface ReviewedTexts {
  readonly kind: Proposal['kind']
  /** The files on the default branch. */
  readonly published: FileTexts
  /** The files as proposed. */
  readonly proposed: FileTexts
  readonly conflicts: readonly string[]
}

/** What to do about a draft. */
export type ProposalAction =
  | {
      readonly kind: 'open'
      readonly draft: ProposalDraft
      readonly previous: Proposal | undefined
      readonly type: Proposal['kind']
      readonly review: ReviewState
    }
  | { readonly kind: 'update'; readonly draft: ProposalDraft; readonly proposal: Proposal }
  | {
      readonly kind: 'keep'
      readonly reason: 'open' | 'approved' | 'rejected'
      readonly proposal: Proposal | undefined
    }

/** How the blueprint repository was when the plan was made. */
export interface ReviewState {
  /** The default branch's commit. */
  readonly head: string
  /** Names of all branches. */
  readonly branches: ReadonlySet<string>
}

export interface ProposalSituation {
  /** The blueprint's newest proposal. */
  readonly latest: Proposal | undefined
  /** What the blueprint repository's default branch has: nothing, exactly what was generated, or something else. */
  readonly published: 'absent' | 'same' | 'different'
  readonly review: ReviewState
}

/** Decides what a draft needs. An unchanged module needs nothing, whatever people did with its blueprint since. */
export function planProposal(
  draft: ProposalDraft,
  { latest, published, review }: ProposalSituation,
): ProposalAction {
  if (published === 'same' && latest?.state.status !== 'open')
    return { kind: 'keep', reason: 'approved', proposal: latest }
  if (latest?.contentId === draft.contentId)
    return { kind: 'keep', reason: latest.state.status, proposal: latest }
  if (latest?.state.status === 'open') return { kind: 'update', draft, proposal: latest }
  return { kind: 'open', draft, previous: latest, type: published === 'absent' ? 'new' : 'update', review }
}
