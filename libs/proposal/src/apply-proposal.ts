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
  { draft, previous, type, review }: Extract<ProposalAction, { kind: 'open' }>,
  { repository, proposals, now }: ProposalDependencies,
): Promise<AppliedProposal> {
  const at = now()
  const branch = branchOf(draft.blueprint)
  const { title, body } = draft.describe(type)
  // An update stands where the last generated state was merged, not on today's default branch: git's three-way merge then
  // keeps what people changed since, and says so where both changed the same lines.
  const base = type === 'update' && previous && (await repository.findBase(previous.generatedCommit))
  // What an earlier proposal or a stop in the middle has left there stays readable.
  if (review.branches.has(branch)) await repository.deleteBranch(branch)
  const generatedCommit = await pushDraft(
    { draft, branch, parent: base || review.head, title, date: at },
    repository,
  )
  const { blueprint, contentId, source } = draft
  const record = { blueprint, kind: type, title, body, branch, generatedCommit, contentId, source }
  const proposal = await proposals.add({ ...record, createdAt: at, updatedAt: at, state: { status: 'open' } })
  return { kind: 'opened', proposal }
}

async function updateProposal(
  { draft, proposal: { number } }: Extract<ProposalAction, { kind: 'update' }>,
  { repository, proposals, now }: ProposalDependencies,
): Promise<AppliedProposal> {
  let kind: 'updated' | 'left-alone' = 'updated'
  const proposal = await proposals.changeOpen(number, async (open) => {
    const head = await repository.findBranch(open.branch)
    if (head !== undefined && (await hasReviewersCommits(open, head, repository))) {
      kind = 'left-alone'
      return open
    }
    const at = now()
    const { title, body } = draft.describe(open.kind)
    const parent = head ?? (await repository.readHead()).commit
    const push = { draft, branch: open.branch, parent, title, date: at }
    const generatedCommit = await pushDraft(push, repository)
    const { contentId, source } = draft
    return { ...open, title, body, generatedCommit, contentId, source, updatedAt: at }
  })
  return { kind, proposal }
}

/** One branch for each blueprint, so that a second import finds it again. */
function branchOf(blueprint: string): string {
  return `groundplan/${blueprint}`
}

/** Commits of our own that are not on record are what a stop in the middle has left. */
async function hasReviewersCommits(
  { generatedCommit }: Proposal,
  head: string,
  repository: ReviewRepository,
): Promise<boolean> {
  if (head === generatedCommit) return false
  const committers = await repository.listCommitters({ since: generatedCommit, commit: head })
  return committers.some(({ email }) => email !== author.email)
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
