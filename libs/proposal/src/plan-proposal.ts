import type { CodeChange, CodeStep } from '@groundplan/blueprint'
import type { ChangeSet } from '@groundplan/change-set'
import type { FileTexts } from './file-texts.ts'
import type { ProposalConflict } from './proposal-conflict.ts'
import type { Declaration, Proposal, ProposalSource, ProposalStatus } from './proposal.ts'
import { isSamePolicy, type PullRequestPolicy } from './pull-request-policy.ts'

/** A blueprint as generated now, before it is decided whether anybody must look at it. Plain data, which JSON keeps. */
export interface ProposalDraft {
  readonly blueprint: string
  /** Branch that carries it; drafts with the same one are reviewed together. */
  readonly branch: string
  readonly contentId: string
  readonly changes: ChangeSet
  readonly source: ProposalSource
  /** Where the module declares its variables and outputs. */
  readonly declarations?: readonly Declaration[] | undefined
  /** What is wanted of its pull request, where that is not what is wanted of all. */
  readonly policy?: PullRequestPolicy | undefined
  /** Who is to review it, as the host names people; nobody in particular if empty. */
  readonly reviewers?: readonly string[] | undefined
  /** A module's draft may be new or an update, a retirement is nothing else. */
  readonly titles: Readonly<Partial<Record<Proposal['kind'], string>>>
  /** The proposal's body in Markdown, if it does not depend on the branch: that of a retirement. */
  readonly body?: string | undefined
  /** What changed in the module's code since the published version; absent if it is the same or was not compared. */
  readonly code?: ComparedCode | undefined
  /** Why it is proposed, a sentence, where the changes alone don't tell. */
  readonly note?: string | undefined
  /** What the {@link DraftRenderer} needs to merge and describe the draft. Plain data, which JSON keeps. */
  readonly origin?: unknown
}

export interface ComparedCode {
  /**
   * `known` from an earlier import, `made` by this one, or `failed`, perhaps for a passing reason such as a time limit: then the next
   * import tries again, and nobody keeps the result.
   */
  readonly status: 'known' | 'made' | 'failed'
  readonly step: CodeStep
  readonly changes: readonly CodeChange[]
}

/** The title of the draft's proposal, by what the proposal turns out to be. */
export function titleOf({ titles, blueprint }: ProposalDraft, type: Proposal['kind']): string {
  return titles[type] ?? blueprint
}

/** Port: writes what depends on the branch as it is when the draft is proposed. */
export interface DraftRenderer {
  /** Merges the generated files with what people made of those generated before. */
  merge(draft: ProposalDraft, versions: ThreeVersions): Promise<MergedTexts>
  /** The proposal's body, in Markdown. */
  describe(draft: ProposalDraft, review: ReviewedTexts): Promise<string>
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
  /** Those of them that wait for a reviewer's decision. */
  readonly toDecide?: readonly ProposalConflict[] | undefined
}

/** What a proposal's body is about. */
export interface ReviewedTexts {
  readonly kind: Exclude<Proposal['kind'], 'retirement'>
  /** The files on the default branch. */
  readonly published: FileTexts
  /** The files as proposed. */
  readonly proposed: FileTexts
  readonly conflicts: readonly string[]
  /** See {@link ProposalDraft}. */
  readonly code?: readonly CodeChange[] | undefined
}

/** A proposal at the moment of planning. */
export interface PlannedProposal {
  readonly number: number
  readonly contentId: string
  readonly status: ProposalStatus
}

/** What to do about a draft. Plain data, which JSON keeps. */
export type ProposalAction =
  /** Propose it: with a new proposal, or the one that is open. */
  | {
      readonly kind: 'propose'
      readonly draft: ProposalDraft
      readonly type: Proposal['kind']
      /** The blueprint's newest proposal: the one to update if it is open. Nothing happens if another one is the newest by then. */
      readonly previous?: PlannedProposal | undefined
    }
  | {
      readonly kind: 'keep'
      readonly draft: ProposalDraft
      readonly reason: KeepReason
      /** Number of the blueprint's newest proposal. */
      readonly proposal?: number | undefined
    }

export type ProposeAction = Extract<ProposalAction, { kind: 'propose' }>

/**
 * Why nothing is done: it waits for review, it is in the catalog, people do not want to see it, as it was or as it is now, or its
 * open retirement has to be withdrawn first.
 */
export type KeepReason = 'open' | 'approved' | 'rejected' | 'rejected-before' | 'retiring'

export interface ProposalSituation {
  /** The blueprint's newest proposal. */
  readonly latest: Proposal | undefined
  /** What the blueprint repository's default branch has: nothing, exactly what was generated, or something else. */
  readonly published: 'absent' | 'same' | 'different'
}

/**
 * Decides what a draft needs. An unchanged module needs nothing, whatever people did with its blueprint since; what was rejected
 * stays away until somebody asks for it again.
 */
export function planProposal(draft: ProposalDraft, { latest, published }: ProposalSituation): ProposalAction {
  const keep = (reason: KeepReason) => ({ kind: 'keep', draft, reason, proposal: latest?.number }) as const
  const previous = latest && {
    number: latest.number,
    contentId: latest.contentId,
    status: latest.state.status,
  }
  const type = published === 'absent' ? 'new' : 'update'
  const isSame = latest?.contentId === draft.contentId
  // Its module is back, whatever people said of retiring it.
  if (latest?.kind === 'retirement') {
    if (published === 'same') return keep('approved')
    if (latest.state.status === 'open') return keep('retiring')
    return { kind: 'propose', draft, type, previous }
  }
  switch (latest?.state.status) {
    case 'open':
      // A comparison that failed when it was proposed changes what it says.
      if (isSame && isSamePolicy(latest.policy, draft.policy) && draft.code?.status !== 'made')
        return keep('open')
      break
    case 'rejected':
      if (published === 'same') return keep('approved')
      if (latest.state.askedBy === undefined) return keep(isSame ? 'rejected' : 'rejected-before')
      break
    case 'approved':
      if (isSame || published === 'same') return keep('approved')
      break
    default:
      if (published === 'same') return keep('approved')
  }
  return { kind: 'propose', draft, type, previous }
}
