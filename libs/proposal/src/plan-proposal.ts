import type { ChangeSet } from '@groundplan/change-set'
import type { Proposal, ProposalSource } from './proposal.ts'

/** A blueprint as generated now, before it is decided whether anybody must look at it. */
export interface ProposalDraft {
  readonly blueprint: string
  readonly contentId: string
  readonly changes: ChangeSet
  readonly source: ProposalSource
  /** Title and body for a proposal of this kind. */
  readonly describe: (kind: Proposal['kind']) => { readonly title: string; readonly body: string }
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
