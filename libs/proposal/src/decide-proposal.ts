import { ConflictError, NotFoundError } from '@groundplan/errors'
import type { ProposalDependencies } from './apply-proposal.ts'
import type { Proposal } from './proposal.ts'
import type { ProposalStore } from './proposal-store.ts'

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
  throw new NotFoundError(`There is no proposal ${number}.`, {
    hint: 'List them with `groundplan proposal list`.',
  })
}

/** Merges the proposal's branch into the blueprint repository. Throws ConflictError if it is decided or does not merge. */
export async function approveProposal(
  { number, by }: ProposalDecision,
  { repository, proposals, now }: ProposalDependencies,
): Promise<Proposal> {
  const proposal = await getOpenProposal(number, proposals)
  const head = await repository.findBranch(proposal.branch)
  if (head === undefined) {
    throw new ConflictError(`The branch ${proposal.branch} of proposal ${number} is gone.`, {
      hint: 'Reject the proposal; when the module changes, a new one is opened.',
    })
  }
  const message = `${proposal.title} (#${number})\n\nApproved by ${by}.\n`
  const commit = await repository.mergeBranch({ branch: proposal.branch, message, author: reviewer(by) })
  const approved: Proposal = {
    ...proposal,
    updatedAt: now(),
    state: { status: 'approved', by, at: now(), commit },
  }
  await proposals.replaceOpen(approved)
  await repository.deleteBranch(proposal.branch)
  return approved
}

/** Closes the proposal without merging; the same content is not proposed again. Throws ConflictError if it is decided. */
export async function rejectProposal(
  { number, by, reason }: ProposalDecision & { readonly reason: string | undefined },
  { proposals, repository, now }: ProposalDependencies,
): Promise<Proposal> {
  const proposal = await getOpenProposal(number, proposals)
  const rejected: Proposal = {
    ...proposal,
    updatedAt: now(),
    state: { status: 'rejected', by, at: now(), reason },
  }
  await proposals.replaceOpen(rejected)
  // A branch on which people have worked stays: deleting it could lose their commits.
  if ((await repository.findBranch(proposal.branch)) === proposal.generatedCommit)
    await repository.deleteBranch(proposal.branch)
  return rejected
}

async function getOpenProposal(number: number, proposals: ProposalStore): Promise<Proposal> {
  const proposal = await getProposal(number, proposals)
  if (proposal.state.status === 'open') return proposal
  throw new ConflictError(`Proposal ${number} is already ${proposal.state.status}.`, {
    hint: 'A new one is opened when the module changes.',
  })
}

function reviewer(name: string) {
  return { name, email: `${name.replace(/[^\w.-]+/g, '.')}@localhost` }
}
