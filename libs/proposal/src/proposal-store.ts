import type { CodeChange, CodeComparisons, CodeStep } from '@groundplan/blueprint'
import { ConflictError, NotFoundError } from '@groundplan/errors'
import type { ProposalEvent } from './proposal-event.ts'
import type { Leases } from './leases/leases.ts'
import type { Page } from './paging/page.ts'
import type { DescribedProposal, NewProposal, Proposal, ProposalDetails, ProposalStatus } from './proposal.ts'
import type {
  ProposalFacets,
  ProposalPageRequest,
  ProposalPosition,
  ProposalSearch,
} from './search/proposal-search.ts'

export interface ProposalFilter {
  readonly status?: ProposalStatus | undefined
  readonly branch?: string | undefined
}

export interface LatestFilter {
  readonly status?: ProposalStatus | undefined
  /** Names; all if absent. */
  readonly blueprints?: readonly string[] | undefined
}

export type GeneratedProposal = Pick<Proposal, 'number' | 'branch' | 'generatedCommit'>

export interface ProposalReplacement {
  readonly expected: ProposalStatus
  readonly event: ProposalEvent
  /** Unchanged if absent. */
  readonly body?: string | undefined
  /** Unchanged if absent. */
  readonly details?: ProposalDetails | undefined
}

/** The record of proposals; their content is on git branches. */
export interface ProposalRecords extends CodeComparisons {
  /** Newest first. */
  list(filter?: ProposalFilter): Promise<readonly Proposal[]>
  find(number: number): Promise<Proposal | undefined>
  /** The newest proposal of each blueprint, by the blueprint's name; with a status, the newest of those that have it. */
  latestByBlueprint(filter?: LatestFilter): Promise<ReadonlyMap<string, Proposal>>
  /** Every open proposal, or those with one of these generated commits, with no more than what tells whether it was merged. */
  listGenerated(commits?: readonly string[]): Promise<readonly GeneratedProposal[]>
  /** What these proposals say to their reviewers, in Markdown, by number. */
  readBodies(numbers: readonly number[]): Promise<ReadonlyMap<number, string>>
  /** Conflicts and declarations of a proposal; empty where nobody knows them. */
  readDetails(number: number): Promise<ProposalDetails>
  /**
   * Numbers the proposal and keeps it with its event, in one transaction; see `openProposal`. Throws ConflictError if the blueprint
   * has an open one already.
   */
  insert(proposal: NewProposal, event: ProposalEvent): Promise<Proposal>
  /**
   * Keeps a proposal as it is now with its event, in one transaction; see `transition`. Throws NotFoundError if it is not on record,
   * ConflictError if its status is no longer the expected one.
   */
  replace(proposal: Proposal, replacement: ProposalReplacement): Promise<void>
  /** When somebody last looked at the host's pull requests; `undefined` if nobody has. */
  findFollowedAt(): Promise<Date | undefined>
  setFollowedAt(at: Date): Promise<void>
  /** Keeps what changed in a module's code, instead of what was known of the same step. */
  keepCodeChanges(step: CodeStep, changes: readonly CodeChange[]): Promise<void>
}

/** Port: keeps the record of proposals, and lets one at a time change those of a branch. */
export interface ProposalStore extends ProposalRecords {
  /** Who works on what, in whatever process that uses the same store. */
  readonly leases: Leases
  /** A page of the matching proposals. */
  search(search: ProposalSearch, request: ProposalPageRequest): Promise<Page<Proposal, ProposalPosition>>
  count(search: ProposalSearch): Promise<number>
  countFacets(search: ProposalSearch): Promise<ProposalFacets>
  /**
   * Works on the proposals of one branch while nobody else does, in whatever process. The work may take its time; it writes with
   * the records that it is given, which throw ConflictError, with nothing changed, once somebody else has taken the branch over. It
   * must not ask for the same branch again. Throws ConflictError if others take too long.
   */
  exclusively<Result>(branch: string, work: (records: ProposalRecords) => Promise<Result>): Promise<Result>
}

/** Gets a proposal by its number. Throws NotFoundError. */
export async function getProposal(number: number, proposals: Pick<ProposalStore, 'find'>): Promise<Proposal> {
  const proposal = await proposals.find(number)
  if (proposal !== undefined) return proposal
  throw noSuchProposal(number)
}

/** The same proposal if nobody has decided it yet. Throws ConflictError. */
export function requireOpen(proposal: Proposal): Proposal {
  if (proposal.state.status === 'open') return proposal
  throw new ConflictError(`Proposal ${proposal.number} is already ${proposal.state.status}.`, {
    hint: proposal.state.status === 'rejected' ? 'To review it again, reopen it.' : undefined,
    details: { reason: 'decided' },
  })
}

/** Proposals with what they say to their reviewers. */
export async function describeProposals(
  proposals: readonly Proposal[],
  store: Pick<ProposalStore, 'readBodies'>,
): Promise<readonly DescribedProposal[]> {
  const bodies = await store.readBodies(proposals.map(({ number }) => number))
  return proposals.map((proposal) => ({ ...proposal, body: bodies.get(proposal.number) ?? '' }))
}

/** What to throw where a proposal has another status by now. */
export function changedMeanwhile(number: number): ConflictError {
  return new ConflictError(`Proposal ${number} was changed by someone else in the meantime.`, {
    hint: 'Review it again before you decide.',
  })
}

/** What to throw for a number that no proposal has. */
export function noSuchProposal(number: number): NotFoundError {
  return new NotFoundError(`Proposal ${number} not found.`, {
    hint: 'List them with `groundplan proposal list`.',
  })
}
