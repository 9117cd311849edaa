import type { CommitAuthor, ReviewRepository } from '@groundplan/scm'
import type { ProposalAction, ProposalDraft } from './plan-proposal.ts'
import type { Proposal } from './proposal.ts'
import type { ProposalStore } from './proposal-store.ts'

export interface ProposalDependencies {
  readonly repository: ReviewRepository
  readonly proposals: ProposalStore
  readonly now: () => Date
}

export type AppliedProposal =
  | { readonly kind: 'opened' | 'updated'; readonly proposal: Proposal }
  /** A reviewer has committed to the branch: it is theirs now. */
  | { readonly kind: 'left-alone'; readonly proposal: Proposal }

const author: CommitAuthor = { name: 'Groundplan', email: 'groundplan@localhost' }

/** Carries out what was planned: first the branch, then the record, so that a stop in between is made good by the next run. */
export async function applyProposal(
  action: Exclude<ProposalAction, { kind: 'keep' }>,
  dependencies: ProposalDependencies,
): Promise<AppliedProposal> {
  return action.kind === 'open' ? openProposal(action, dependencies) : updateProposal(action, dependencies)
}

async function openProposal(
  { draft, previous, type }: Extract<ProposalAction, { kind: 'open' }>,
  dependencies: ProposalDependencies,
): Promise<AppliedProposal> {
  const { repository, proposals, now } = dependencies
  const at = now()
  const branch = branchOf(draft.blueprint)
  const { title, body } = draft.describe(type)
  const parent = await parentFor(previous, repository)
  const generatedCommit = await pushDraft({ draft, branch, parent, title, date: at }, repository)
  const { blueprint, contentId, source } = draft
  const record = { blueprint, kind: type, title, body, branch, generatedCommit, contentId, source }
  const proposal = await proposals.add({ ...record, createdAt: at, updatedAt: at, state: { status: 'open' } })
  return { kind: 'opened', proposal }
}

async function updateProposal(
  { draft, proposal }: Extract<ProposalAction, { kind: 'update' }>,
  { repository, proposals, now }: ProposalDependencies,
): Promise<AppliedProposal> {
  const head = await repository.findBranch(proposal.branch)
  if (head !== undefined && head !== proposal.generatedCommit) return { kind: 'left-alone', proposal }
  const at = now()
  const { title, body } = draft.describe(proposal.kind)
  const parent = head ?? (await repository.readHead()).commit
  const push = { draft, branch: proposal.branch, parent, title, date: at }
  const generatedCommit = await pushDraft(push, repository)
  const { contentId, source } = draft
  const updated: Proposal = { ...proposal, title, body, generatedCommit, contentId, source, updatedAt: at }
  await proposals.replaceOpen(updated)
  return { kind: 'updated', proposal: updated }
}

/** One branch for each blueprint, so that a second import finds it again. */
function branchOf(blueprint: string): string {
  return `groundplan/${blueprint}`
}

/**
 * An update stands on the commit that was generated last, not on today's default branch: git's three-way merge then keeps
 * what people changed since, and says so where both changed the same lines.
 */
async function parentFor(previous: Proposal | undefined, repository: ReviewRepository): Promise<string> {
  if (previous?.state.status === 'approved' && (await repository.isMerged(previous.generatedCommit))) {
    return previous.generatedCommit
  }
  return (await repository.readHead()).commit
}

function pushDraft(
  push: { draft: ProposalDraft; branch: string; parent: string; title: string; date: Date },
  repository: ReviewRepository,
): Promise<string> {
  const { draft, branch, parent, title, date } = push
  const { store, path, commit } = draft.source
  const message = `${title}\n\nFrom ${store}, ${path} at ${commit}.\n`
  return repository.pushBranch({ branch, parent, changes: draft.changes, message, author, date })
}
