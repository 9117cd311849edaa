import type { ReviewRepository } from '@groundplan/scm'
import type { ProposalAction } from './plan-proposal.ts'
import type { Proposal } from './proposal.ts'
import type { ProposalStore } from './proposal-store.ts'
import { writeBranch } from './write-branch.ts'

export interface ProposalDependencies {
  readonly repository: ReviewRepository
  readonly proposals: ProposalStore
  readonly now: () => Date
}

export interface AppliedProposal {
  readonly kind: 'opened' | 'updated'
  readonly proposal: Proposal
}

/** Carries out what was planned: first the branch, then the record, so that a stop in between is made good by the next run. */
export async function applyProposal(
  action: Exclude<ProposalAction, { kind: 'keep' }>,
  dependencies: ProposalDependencies,
): Promise<AppliedProposal> {
  return action.kind === 'open' ? openProposal(action, dependencies) : updateProposal(action, dependencies)
}

async function openProposal(
  { draft, previous, type, review }: Extract<ProposalAction, { kind: 'open' }>,
  { repository, proposals, now }: ProposalDependencies,
): Promise<AppliedProposal> {
  const at = now()
  const branch = branchOf(draft.blueprint)
  // What an earlier proposal or a stop in the middle has left there stays readable.
  if (review.branches.has(branch)) await repository.deleteBranch(branch)
  const { generatedCommit, ...texts } = await writeBranch(
    {
      ...{ draft, kind: type, branch, tip: undefined, head: review.head, date: at },
      generatedCommit: previous?.generatedCommit,
      title: draft.title(type),
    },
    repository,
  )
  const { blueprint, contentId, source } = draft
  const description = { title: draft.title(type), body: draft.body({ kind: type, ...texts }) }
  const record = { blueprint, kind: type, ...description, branch, generatedCommit, contentId, source }
  const proposal = await proposals.add({ ...record, createdAt: at, updatedAt: at, state: { status: 'open' } })
  return { kind: 'opened', proposal }
}

async function updateProposal(
  { draft, proposal: { number } }: Extract<ProposalAction, { kind: 'update' }>,
  { repository, proposals, now }: ProposalDependencies,
): Promise<AppliedProposal> {
  const proposal = await proposals.changeOpen(number, async (open) => {
    const at = now()
    const { kind, branch } = open
    const { generatedCommit, ...texts } = await writeBranch(
      {
        ...{ draft, kind, branch, date: at, generatedCommit: open.generatedCommit },
        tip: await repository.findBranch(branch),
        head: (await repository.readHead()).commit,
        title: draft.title(kind),
      },
      repository,
    )
    const { contentId, source } = draft
    const description = { title: draft.title(kind), body: draft.body({ kind, ...texts }) }
    return { ...open, ...description, generatedCommit, contentId, source, updatedAt: at }
  })
  return { kind: 'updated', proposal }
}

/** One branch for each blueprint, so that a second import finds it again. */
function branchOf(blueprint: string): string {
  return `groundplan/${blueprint}`
}
