import { displayActor, type Actor } from '@groundplan/actor'
import { takeGenerated } from '@groundplan/blueprint'
import { ConflictError, NotFoundError } from '@groundplan/errors'
import type { ReviewRepository } from '@groundplan/scm'
import type { ProposalDependencies } from './apply-branch.ts'
import { blueprintPaths, readTextsAt } from './file-texts.ts'
import { findTip } from './find-tip.ts'
import { transition } from './lifecycle/transition.ts'
import type { ConflictChoice, ProposalConflict } from './proposal-conflict.ts'
import { getProposal, requireOpen } from './proposal-store.ts'
import type { Proposal } from './proposal.ts'
import { syncPullRequest } from './pull-request/sync-pull-request.ts'
import type { ReviewDependencies } from './review-changes.ts'
import { toReviewFacts } from './review-facts.ts'
import { reviewer } from './reviewer.ts'

export interface ConflictDecisionRequest {
  readonly number: number
  /** The conflict's id. */
  readonly conflict: string
  readonly choice: ConflictChoice
  readonly by: Actor
  /** Tip of the branch that the reviewer saw; absent if they take whatever is there. */
  readonly commit?: string | undefined
}

export interface DecidedConflict {
  readonly proposal: Proposal
  /** The branch's new tip. */
  readonly commit: string
}

/**
 * Writes a decision about a conflict to the proposal's branch, as a commit of the reviewer: with the generated side in the file, or
 * with the files as they are. Throws NotFoundError, or ConflictError if the proposal or the conflict is decided, the branch has
 * changed since the reviewer looked, or the generated side cannot be put in the file.
 */
export async function decideConflict(
  request: ConflictDecisionRequest,
  dependencies: ProposalDependencies,
): Promise<DecidedConflict> {
  const { proposals, host, correlationId } = dependencies
  const { branch } = await getProposal(request.number, proposals)
  const decided = await proposals.exclusively(branch, async (records) => {
    const proposal = requireOpen(await getProposal(request.number, records))
    const details = await records.readDetails(proposal.number)
    const conflict = findUndecided(request, details.conflicts)
    const { commit, at } = await writeDecision({ request, proposal, conflict }, dependencies)
    const { choice, by } = request
    const conflicts = details.conflicts.map((each) =>
      each.id === conflict.id ? { ...each, decision: { choice, by, at } } : each,
    )
    const facts = await readFacts(proposal, { commit, conflicts }, dependencies)
    const after = { ...proposal, updatedAt: at, facts }
    const change = { event: 'proposal.conflict-decided', actor: by, at, correlationId } as const
    const changed = await transition(
      { before: proposal, after, details: { ...details, conflicts } },
      { ...change, context: { conflict: conflict.id, choice } },
      records,
    )
    return { proposal: changed, commit }
  })
  if (host !== undefined) {
    const { pullRequest } = decided.proposal
    await syncPullRequest({ branch, pullRequest, reviewers: [] }, dependencies)
  }
  return decided
}

function findUndecided(
  { number, conflict: id }: ConflictDecisionRequest,
  conflicts: readonly ProposalConflict[],
): ProposalConflict {
  const conflict = conflicts.find((candidate) => candidate.id === id)
  if (conflict === undefined) throw new NotFoundError(`Proposal ${number} has no conflict "${id}".`)
  if (conflict.decision === undefined) return conflict
  throw new ConflictError(`${displayActor(conflict.decision.by)} has already decided this conflict.`, {
    hint: 'To change the decision, edit the file on the branch.',
    details: { reason: 'decided' },
  })
}

interface DecisionTask {
  readonly request: ConflictDecisionRequest
  readonly proposal: Proposal
  readonly conflict: ProposalConflict
}

async function writeDecision(
  { request: { choice, by, commit: seen }, proposal, conflict }: DecisionTask,
  { repository, now }: Pick<ProposalDependencies, 'repository' | 'now'>,
): Promise<{ readonly commit: string; readonly at: Date }> {
  const { number, branch } = proposal
  const tip = await findTip(proposal, repository)
  if (tip === undefined || (seen !== undefined && seen !== tip)) {
    throw new ConflictError(`Proposal ${number} has changed since you opened it.`, {
      hint: 'Review the changes, then decide again.',
      details: { reason: 'changed' },
    })
  }
  const at = now()
  const changes = choice === 'edited' ? [] : [await takeIntoFile({ proposal, conflict, tip }, repository)]
  const did = choice === 'generated' ? 'Use the generated change' : 'Keep the edits'
  const place = [conflict.file, ...(conflict.path.length === 0 ? [] : [conflict.path.join('.')])].join(': ')
  const commit = await repository.pushBranch({
    ...{ branch, parent: tip, expected: tip, changes, date: at },
    message: `${did} in ${place}\n\nDecided by ${displayActor(by)}.\n`,
    author: reviewer(displayActor(by)),
    about: { kind: 'decision', blueprint: proposal.blueprint, repository: proposal.source.store },
  })
  return { commit, at }
}

async function takeIntoFile(
  { proposal, conflict, tip }: Omit<DecisionTask, 'request'> & { readonly tip: string },
  repository: ReviewRepository,
) {
  const { file, path } = conflict
  // A conflict about the whole file has no quotes of it.
  const from = path.length === 0 ? proposal.generatedCommit : tip
  const text = (await readTextsAt(from, [file], repository)).get(file)
  if (text === undefined || !conflict.canTakeGenerated) throw cannotTake(file)
  if (path.length === 0) return { kind: 'write', path: file, content: text } as const
  const taken = takeGenerated(text, conflict)
  if (taken.kind === 'taken') return { kind: 'write', path: file, content: taken.text } as const
  if (taken.kind === 'impossible') throw cannotTake(file)
  throw new ConflictError(`Someone has edited this part of ${file} since the conflict was found.`, {
    hint: 'Check the file. If it is correct, keep the edits.',
    details: { reason: 'changed' },
  })
}

function cannotTake(file: string): ConflictError {
  return new ConflictError(`The generated change cannot be applied to ${file} automatically.`, {
    hint: 'Edit the file on the branch, then keep the edits.',
  })
}

async function readFacts(
  { blueprint }: Proposal,
  { commit, conflicts }: { readonly commit: string; readonly conflicts: readonly ProposalConflict[] },
  { repository, proposals }: ReviewDependencies,
) {
  const paths = Object.values(blueprintPaths(blueprint))
  const published = await readTextsAt((await repository.readHead()).commit, paths, repository)
  const proposed = await readTextsAt(commit, paths, repository)
  return toReviewFacts({ blueprint, published, proposed, conflicts }, proposals)
}
