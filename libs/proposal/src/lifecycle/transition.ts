import type { Actor } from '@groundplan/actor'
import type { EventFacts } from '@groundplan/events'
import type { NewProposal, Proposal, ProposalDetails } from '../proposal.ts'
import type { ProposalRecords } from '../proposal-store.ts'
import type { ProposalEvent } from '../proposal-event.ts'
import { nextStage, stageOf, type ProposalEventType } from './proposal-transitions.ts'

/** What happens to a proposal, and why. */
export interface ProposalChange {
  readonly event: ProposalEventType
  readonly actor: Actor
  readonly at: Date
  readonly reason?: string | undefined
  /** What else the event records: for instance, which conflict was decided. */
  readonly context?: EventFacts | undefined
  /** The request or import that causes it, e.g. `import:12`. */
  readonly correlationId?: string | undefined
}

/** A proposal before and after a change. Body and details stay as they are if absent. */
export interface ChangedProposal {
  /** As the caller has read it. */
  readonly before: Proposal
  readonly after: Proposal
  readonly body?: string | undefined
  readonly details?: ProposalDetails | undefined
}

/**
 * Changes a proposal and records the event, in one transaction. Throws ConflictError, with nothing changed, if the event cannot
 * happen in this state, or the state has changed since.
 */
export async function transition(
  { before, after, body, details }: ChangedProposal,
  change: ProposalChange,
  records: ProposalRecords,
): Promise<Proposal> {
  requireStage(before.state, after, change.event, `Proposal ${before.number}`)
  const event = toEvent(change, before, after)
  await records.replace(after, { expected: before.state.status, event, body, details })
  return after
}

const decisions = {
  approved: 'proposal.approved',
  rejected: 'proposal.rejected',
  withdrawn: 'proposal.withdrawn',
} as const

/** The transition of a proposal that was open until now, by whoever its new state names. */
export async function decide(
  before: Proposal,
  after: Proposal,
  change: Pick<ProposalChange, 'at' | 'correlationId'>,
  records: ProposalRecords,
): Promise<Proposal> {
  const { state } = after
  if (state.status === 'open') throw new Error(`Proposal ${after.number} is not decided.`)
  const event = decisions[state.status]
  return transition({ before, after }, { ...change, event, actor: state.by }, records)
}

/** Puts a new proposal on record, in one transaction with its event. Throws ConflictError if the blueprint has an open one. */
export function openProposal(
  proposal: NewProposal,
  change: ProposalChange,
  records: Pick<ProposalRecords, 'insert'>,
): Promise<Proposal> {
  requireStage(undefined, proposal, change.event, `The proposal of "${proposal.blueprint}"`)
  return records.insert(proposal, toEvent(change, undefined, proposal))
}

function requireStage(
  before: Proposal['state'] | undefined,
  after: Pick<Proposal, 'state'>,
  event: ProposalEventType,
  subject: string,
): void {
  const stage = nextStage(stageOf(before), event, subject)
  const given = stageOf(after.state)
  if (stage !== given) throw new Error(`${event} leads to ${stage}, not to ${given}.`)
}

function toEvent(
  { event: type, actor, at, reason, correlationId, context }: ProposalChange,
  before: Proposal | undefined,
  after: Proposal | NewProposal,
): ProposalEvent {
  const [old, now] = [before && factsOf(before), factsOf(after)]
  const changed = Object.keys({ ...old, ...now }).filter((key) => old?.[key] !== now[key])
  const pick = (facts: EventFacts) =>
    Object.fromEntries(changed.flatMap((key) => (facts[key] === undefined ? [] : [[key, facts[key]]])))
  const own = reason ?? ('reason' in after.state ? after.state.reason : undefined)
  return {
    ...{ type, actor, at, after: { ...pick(now), ...context } },
    ...(old === undefined ? {} : { before: pick(old) }),
    ...(own === undefined ? {} : { reason: own }),
    ...(correlationId === undefined ? {} : { correlationId }),
  } satisfies Omit<ProposalEvent, symbol> as ProposalEvent
}

/** What people and reports want to compare. */
function factsOf(proposal: Proposal | NewProposal): EventFacts {
  const { blueprint, kind, title, branch, generatedCommit, contentId, pullRequest, facts, state } = proposal
  return {
    ...{ blueprint, kind, title, branch, generatedCommit, contentId, stage: stageOf(state) },
    ...(pullRequest === undefined ? {} : { pullRequest: pullRequest.number }),
    ...(facts === undefined ? {} : { breaking: facts.breaking, conflicts: facts.conflicts }),
    ...(state.status === 'approved' ? { commit: state.commit } : {}),
  }
}
