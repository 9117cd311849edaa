import { ConflictError } from '@groundplan/errors'
import type { ProposalDependencies } from './apply-proposal.ts'
import type { Proposal } from './proposal.ts'

/** Marks open proposals as approved whose commit somebody has merged with git itself. Returns those. */
export async function reconcileProposals({
  repository,
  proposals,
  now,
}: ProposalDependencies): Promise<readonly Proposal[]> {
  const open = await proposals.list({ status: 'open' })
  const merges = await repository.findMerges(open.map(({ generatedCommit }) => generatedCommit))
  const merged: Proposal[] = []
  for (const { number, generatedCommit } of open) {
    if (!merges.has(generatedCommit)) continue
    try {
      merged.push(await proposals.changeOpen(number, markMerged))
    } catch (error) {
      // Whoever decided it a moment ago knows better.
      if (!(error instanceof ConflictError)) throw error
    }
  }
  return merged

  /** Reviewers' commits on the branch count, if they were merged as well. */
  async function markMerged(proposal: Proposal): Promise<Proposal> {
    const { branch, generatedCommit } = proposal
    const tip = (await repository.findBranch(branch)) ?? generatedCommit
    const found = await repository.findMerges([tip, generatedCommit])
    const commit = found.get(tip) ?? found.get(generatedCommit)
    if (commit === undefined) return proposal
    return { ...proposal, updatedAt: now(), state: { status: 'approved', by: 'git', at: now(), commit } }
  }
}
