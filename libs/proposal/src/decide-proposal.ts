import { describeChange, plainQuote } from '@groundplan/blueprint'
import { ConflictError, NotFoundError } from '@groundplan/errors'
import type { CommitAuthor, ReviewRepository } from '@groundplan/scm'
import type { ProposalDependencies } from './apply-proposal.ts'
import type { Proposal } from './proposal.ts'
import type { ProposalStore } from './proposal-store.ts'
import { reviewChanges } from './review-changes.ts'
import { generator } from './write-branch.ts'

/** A person's answer to an open proposal. */
export interface ProposalDecision {
  readonly number: number
  /** Name of whoever decides. */
  readonly by: string
}

/** Gets a proposal by its number. Throws NotFoundError. */
export async function getProposal(number: number, proposals: ProposalStore): Promise<Proposal> {
  const proposal = await proposals.find(number)
  if (proposal !== undefined) return proposal
  throw noSuchProposal(number)
}

/** What to throw for a number that no proposal has. */
export function noSuchProposal(number: number): NotFoundError {
  return new NotFoundError(`There is no proposal ${number}.`, {
    hint: 'List them with `groundplan proposal list`.',
  })
}

/** What to throw for a proposal that cannot be changed any more. */
export function alreadyDecided({ number, state }: Pick<Proposal, 'number' | 'state'>): ConflictError {
  return new ConflictError(`Proposal ${number} is already ${state.status}.`, {
    hint: 'A new one is opened when the module changes.',
  })
}

/** An approval holds for what the reviewer saw, not for what came to the branch afterwards. */
export interface ProposalApproval extends ProposalDecision {
  /** Tip of the branch that the reviewer saw; absent if they take whatever is there. */
  readonly commit?: string | undefined
  /** True if the reviewer knows that people may have to act on it. */
  readonly acknowledgeBreaking?: boolean | undefined
}

/**
 * Merges the proposal's branch into the blueprint repository. Throws ConflictError if it is decided, has changed since the
 * reviewer looked, breaks something that the reviewer has not acknowledged, or does not merge.
 */
export async function approveProposal(
  { number, by, commit, acknowledgeBreaking = false }: ProposalApproval,
  { repository, proposals, now }: ProposalDependencies,
): Promise<Proposal> {
  const approved = await proposals.changeOpen(number, async (proposal) => {
    const { branch, title } = proposal
    const tip = requireTip(proposal, await repository.findBranch(branch))
    const seen = commit ?? tip
    const breaking = await listBreaking(proposal, seen, repository)
    if (breaking.length > 0 && !acknowledgeBreaking) throw unacknowledged(number, breaking)
    const message = `${title} (#${number})\n\nApproved by ${by}.\n${acknowledgement(breaking)}`
    const merge = { branch, commit: seen, message, author: reviewer(by) }
    const merged = await repository.mergeBranch(merge)
    return { ...proposal, updatedAt: now(), state: { status: 'approved', by, at: now(), commit: merged } }
  })
  await repository.deleteBranch(approved.branch)
  return approved
}

async function listBreaking(
  proposal: Proposal,
  tip: string,
  repository: ReviewRepository,
): Promise<readonly string[]> {
  const changes = await reviewChanges(proposal, tip, repository)
  return changes
    .filter(({ level }) => level === 'breaking')
    .map((change) => describeChange(change, plainQuote))
}

function unacknowledged(number: number, breaking: readonly string[]): ConflictError {
  const [first = '', ...others] = breaking
  const more = others.length === 0 ? '' : `, and ${others.length} more`
  return new ConflictError(`Proposal ${number} has breaking changes: ${first}${more}.`, {
    hint: 'Look at them, then approve again and say that you know of them (`--acknowledge-breaking`).',
  })
}

/** Stays in the history, for those who ask later. */
function acknowledgement(breaking: readonly string[]): string {
  if (breaking.length === 0) return ''
  return `\nBreaking changes were acknowledged:\n\n${breaking.map((line) => `- ${line}`).join('\n')}\n`
}

/** Closes the proposal without merging; the same content is not proposed again. Throws ConflictError if it is decided. */
export async function rejectProposal(
  { number, by, reason }: ProposalDecision & { readonly reason: string | undefined },
  { proposals, repository, now }: ProposalDependencies,
): Promise<Proposal> {
  const rejected = await proposals.changeOpen(number, async (proposal) => ({
    ...proposal,
    updatedAt: now(),
    state: { status: 'rejected', by, at: now(), reason },
  }))
  // A branch on which people have worked stays for them to see.
  const tip = await repository.findBranch(rejected.branch)
  if (tip !== undefined && (await repository.findOnBranch({ commit: tip, committer: generator })) === tip)
    await repository.deleteBranch(rejected.branch)
  return rejected
}

function requireTip({ number, branch }: Proposal, tip: string | undefined): string {
  if (tip !== undefined) return tip
  throw new ConflictError(`The branch ${branch} of proposal ${number} is gone.`, {
    hint: 'Reject the proposal; when the module changes, a new one is opened.',
  })
}

function reviewer(name: string): CommitAuthor {
  return { name, email: `${name.replace(/[^\w.-]+/g, '.')}@localhost` }
}
