import { ConflictError } from '@groundplan/errors'
import type { EventType } from '@groundplan/events'
import type { Proposal } from '../proposal.ts'

/** The states of a proposal; `none` is a blueprint without one, `reopen-requested` a rejected one that somebody asked for again. */
export const proposalStages = [
  'none',
  'open',
  'approved',
  'rejected',
  'reopen-requested',
  'withdrawn',
] as const

export type ProposalStage = (typeof proposalStages)[number]

export type ProposalEventType = Extract<EventType, `proposal.${string}`>

export interface ProposalTransition {
  readonly from: ProposalStage
  readonly event: ProposalEventType
  readonly to: ProposalStage
  /** When it happens, a sentence. */
  readonly when: string
}

/** Everything that can happen to a proposal. The docs print this table. */
export const proposalTransitions: readonly ProposalTransition[] = [
  {
    from: 'none',
    event: 'proposal.opened',
    to: 'open',
    when: 'An import proposes a new or changed blueprint, or to retire one.',
  },
  {
    from: 'none',
    event: 'proposal.recalled',
    to: 'rejected',
    when: 'An import finds its closed pull request after the record was lost.',
  },
  { from: 'open', event: 'proposal.updated', to: 'open', when: 'An import changes what it proposes.' },
  {
    from: 'open',
    event: 'proposal.conflict-decided',
    to: 'open',
    when: 'Someone decides a conflict between the edits and the generated changes.',
  },
  {
    from: 'open',
    event: 'proposal.renamed',
    to: 'open',
    when: "Someone renames the blueprint's file on the branch, or on the default branch.",
  },
  {
    from: 'open',
    event: 'proposal.outdated',
    to: 'open',
    when: 'Its pull request was merged or closed without the latest commit; the next import proposes it again.',
  },
  {
    from: 'open',
    event: 'proposal.pull-request-synced',
    to: 'open',
    when: 'Its pull request was opened or updated.',
  },
  {
    from: 'open',
    event: 'proposal.pull-request-rewritten',
    to: 'open',
    when: 'Another installation changed its pull request; the next sync restores it.',
  },
  {
    from: 'open',
    event: 'proposal.approved',
    to: 'approved',
    when: 'Someone approves it, or merges its branch.',
  },
  {
    from: 'open',
    event: 'proposal.rejected',
    to: 'rejected',
    when: 'Someone rejects it, closes its pull request, or removes it from the branch before the merge.',
  },
  {
    from: 'open',
    event: 'proposal.withdrawn',
    to: 'withdrawn',
    when: 'Its module or its branch no longer exists, or the module it retires is back.',
  },
  {
    from: 'approved',
    event: 'proposal.renamed',
    to: 'approved',
    when: "Someone renames the blueprint's file on the default branch.",
  },
  {
    from: 'approved',
    event: 'proposal.withdrawn',
    to: 'withdrawn',
    when: 'Its content is missing from the blueprint repository that was adopted.',
  },
  {
    from: 'rejected',
    event: 'proposal.reopen-requested',
    to: 'reopen-requested',
    when: 'Someone reopens it; the next import opens a new proposal.',
  },
]

export function stageOf(state: Proposal['state'] | undefined): ProposalStage {
  if (state === undefined) return 'none'
  return state.status === 'rejected' && state.askedBy !== undefined ? 'reopen-requested' : state.status
}

/** The state after an event. Throws ConflictError if it cannot happen in this state. */
export function nextStage(from: ProposalStage, event: ProposalEventType, subject: string): ProposalStage {
  const found = proposalTransitions.find((each) => each.from === from && each.event === event)
  if (found !== undefined) return found.to
  throw new ConflictError(`${subject} is ${stageWords[from]}, so it cannot be ${verbs[event]}.`, {
    hint: from === 'rejected' ? 'To review it again, reopen it.' : undefined,
  })
}

const stageWords: Readonly<Record<ProposalStage, string>> = {
  none: 'not recorded',
  open: 'open',
  approved: 'already approved',
  rejected: 'already rejected',
  'reopen-requested': 'already being reopened',
  withdrawn: 'withdrawn',
}

const verbs: Readonly<Record<ProposalEventType, string>> = {
  'proposal.opened': 'opened',
  'proposal.recalled': 'opened',
  'proposal.updated': 'updated',
  'proposal.conflict-decided': 'changed',
  'proposal.renamed': 'renamed',
  'proposal.outdated': 'marked as outdated',
  'proposal.pull-request-synced': 'synced with a pull request',
  'proposal.pull-request-rewritten': 'synced with a pull request',
  'proposal.approved': 'approved',
  'proposal.rejected': 'rejected',
  'proposal.withdrawn': 'withdrawn',
  'proposal.reopen-requested': 'reopened',
}
