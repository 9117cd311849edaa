import { gitActor } from '@groundplan/actor'
import type { CommitRange } from '@groundplan/scm'
import { afterMerge } from './after-merge.ts'
import type { ProposalDependencies } from './apply-branch.ts'
import { decide } from './lifecycle/transition.ts'
import type { Proposal } from './proposal.ts'
import type { ProposalRecords } from './proposal-store.ts'

/**
 * Approves open proposals whose commit somebody has merged with git itself. With a range, only what the default branch got in it is
 * looked at, and the costs are those of the range. Returns the approved ones.
 */
export async function reconcileProposals(
  {
    repository,
    proposals,
    now,
    correlationId,
  }: Pick<ProposalDependencies, 'repository' | 'proposals' | 'now' | 'correlationId'>,
  range?: CommitRange,
): Promise<readonly Proposal[]> {
  const gained = range && (await repository.listMerged(range))
  const open = await proposals.listGenerated(gained && [...gained.keys()])
  if (open.length === 0) return []
  const merges = gained ?? (await repository.findMerges(open.map(({ generatedCommit }) => generatedCommit)))
  const merged: Proposal[] = []
  for (const { number, branch, generatedCommit } of open) {
    if (!merges.has(generatedCommit)) continue
    const approved = await proposals.exclusively(branch, async (records) => {
      const proposal = await records.find(number)
      // Whoever decided it a moment ago knows better.
      return proposal?.state.status === 'open' ? markMerged(proposal, records) : undefined
    })
    if (approved !== undefined) merged.push(approved)
  }
  return merged

  /** Reviewers' commits on the branch count, if they were merged as well. */
  async function markMerged(proposal: Proposal, records: ProposalRecords): Promise<Proposal | undefined> {
    const { branch, generatedCommit } = proposal
    const tip = (await repository.findBranch(branch)) ?? generatedCommit
    const found = await repository.findMerges([tip, generatedCommit])
    const commit = found.get(tip) ?? found.get(generatedCommit)
    if (commit === undefined) return undefined
    const merge = { by: gitActor, at: now(), commit }
    const [decided] = await afterMerge([proposal], merge, { repository, now })
    return decided && decide(proposal, decided, { at: now(), correlationId }, records)
  }
}
