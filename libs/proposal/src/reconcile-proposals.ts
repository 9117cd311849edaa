import type { ProposalDependencies } from './apply-proposal.ts'
import type { Proposal } from './proposal.ts'

/** Marks open proposals as approved whose commit somebody has merged with git itself. Returns those. */
export async function reconcileProposals({
  repository,
  proposals,
  now,
}: ProposalDependencies): Promise<readonly Proposal[]> {
  const merged: Proposal[] = []
  for (const proposal of await proposals.list({ status: 'open' })) {
    if (!(await repository.isMerged(proposal.generatedCommit))) continue
    const { commit } = await repository.readHead()
    const state = { status: 'approved', by: 'git', at: now(), commit } as const
    const approved: Proposal = { ...proposal, updatedAt: now(), state }
    await proposals.replaceOpen(approved)
    merged.push(approved)
  }
  return merged
}
