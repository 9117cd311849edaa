import { displayActor, type Actor } from '@groundplan/actor'
import { describeChange, plainQuote } from '@groundplan/blueprint'
import { ConflictError, printDiagnostic } from '@groundplan/errors'
import { changeSubject } from './change-subject.ts'
import { afterMerge } from './after-merge.ts'
import { deleteBranch, leaveBranch, type ProposalDependencies } from './apply-branch.ts'
import { findTip } from './find-tip.ts'
import type { Proposal } from './proposal.ts'
import { decide, transition } from './lifecycle/transition.ts'
import { getProposal, requireOpen } from './proposal-store.ts'
import { checkBranch } from './pull-request/check-branch.ts'
import { mergeAtHost } from './pull-request/merge-at-host.ts'
import { followOnBranch } from './follow-renames.ts'
import { syncPullRequest } from './pull-request/sync-pull-request.ts'
import { reviewChanges, type ReviewDependencies } from './review-changes.ts'
import { reviewer } from './reviewer.ts'

/** A person's answer to an open proposal. */
export interface ProposalReview {
  readonly number: number
  readonly by: Actor
}

/** An approval holds for what the reviewer saw, not for what came to the branch afterwards. */
export interface ProposalApproval extends ProposalReview {
  /** Tip of the branch that the reviewer saw; absent if they take whatever is there. */
  readonly commit?: string | undefined
  /** True if the reviewer knows that people may have to act on it. */
  readonly acknowledgeBreaking?: boolean | undefined
  /** Refuses by throwing. It gets everything that the merge approves, while nobody else changes the branch. */
  readonly check?: ((together: readonly Proposal[]) => void) | undefined
}

/**
 * Merges the proposal's branch into the blueprint repository, with every proposal that shares it. Throws ConflictError if it is decided,
 * has changed since the reviewer looked, is not valid, breaks something that the reviewer has not acknowledged, or does not merge.
 */
export async function approveProposal(
  { number, by, commit, acknowledgeBreaking = false, check }: ProposalApproval,
  dependencies: ProposalDependencies,
): Promise<Proposal> {
  const { repository, proposals, host, now, correlationId } = dependencies
  const { branch } = await getProposal(number, proposals)
  // The merge at a host is inside: an import that pushed to the branch meanwhile would have it merged unseen.
  const approved = await proposals.exclusively(branch, async (records) => {
    const proposal = requireOpen(await getProposal(number, records))
    const tip = await findTip(proposal, repository)
    await followOnBranch(branch, { repository, proposals: records, now, correlationId })
    const together = await records.list({ status: 'open', branch })
    check?.(together)
    const seen = commit ?? requireTip(proposal, tip)
    await requireValid(proposal, together, { commit: seen, dependencies })
    const breaking = (
      await Promise.all(together.map((each) => listBreaking(each, seen, { repository, proposals: records })))
    ).flat()
    if (breaking.length > 0 && !acknowledgeBreaking) throw unacknowledged(number, breaking)
    const title = host === undefined ? `${proposal.title} (#${number})` : proposal.title
    const message = `${title}\n\nApproved by ${displayActor(by)}.\n${acknowledgement(breaking)}`
    const about = changeSubject('merge', together)
    const merged =
      host === undefined
        ? await repository.mergeBranch({
            branch,
            commit: seen,
            message,
            author: reviewer(displayActor(by)),
            about,
          })
        : await mergeAtHost(
            { proposal, commit: seen, message: host.composeMessage?.(message, about) ?? message },
            { repository, host },
          )
    const decided = await afterMerge(together, { by, at: now(), commit: merged }, { repository, now })
    for (const [index, before] of together.entries()) {
      const after = decided[index]
      if (after !== undefined) await decide(before, after, { at: now(), correlationId }, records)
    }
    return decided.find((each) => each.number === number) ?? proposal
  })
  await deleteBranch(branch, dependencies)
  return approved
}

/** What the catalog would refuse is not merged: it would be approved and never appear. */
async function requireValid(
  { number, branch }: Proposal,
  together: readonly Proposal[],
  {
    commit,
    dependencies: { repository, validate },
  }: { readonly commit: string; readonly dependencies: ProposalDependencies },
): Promise<void> {
  const { findings } = await checkBranch(together, commit, repository, validate)
  const [first, ...others] = findings.filter(({ severity }) => severity === 'error')
  if (first === undefined) return
  const more = others.length === 0 ? '' : ` ${others.length} more.`
  throw new ConflictError(`Proposal ${number} is not valid: ${printDiagnostic(first)}${more}`, {
    hint: `Fix the blueprint on the branch ${branch}, or reject the proposal.`,
    details: { reason: 'invalid' },
  })
}

async function listBreaking(
  proposal: Proposal,
  tip: string,
  dependencies: ReviewDependencies,
): Promise<readonly string[]> {
  const changes = await reviewChanges(proposal, tip, dependencies)
  return changes
    .filter(({ level }) => level === 'breaking')
    .map((change) => describeChange(change, plainQuote))
}

function unacknowledged(number: number, breaking: readonly string[]): ConflictError {
  const [first = '', ...others] = breaking
  const more = others.length === 0 ? '' : `, and ${others.length} more`
  return new ConflictError(`Proposal ${number} has breaking changes: ${first}${more}.`, {
    hint: 'Review them, then confirm them (`--acknowledge-breaking` on the command line).',
    details: { reason: 'breaking' },
  })
}

/** Stays in the history, for those who ask later. */
function acknowledgement(breaking: readonly string[]): string {
  if (breaking.length === 0) return ''
  return `\nBreaking changes were acknowledged:\n\n${breaking.map((line) => `- ${line}`).join('\n')}\n`
}

/**
 * Takes the proposal off its branch without merging; the blueprint is not proposed again until somebody asks for it. Throws
 * ConflictError if it is decided.
 */
export async function rejectProposal(
  { number, by, reason }: ProposalReview & { readonly reason: string | undefined },
  dependencies: ProposalDependencies,
): Promise<Proposal> {
  const { proposals } = dependencies
  const { branch } = requireOpen(await getProposal(number, proposals))
  const [rejected] = await rejectTogether({ branch, numbers: [number], by, reason }, dependencies)
  // Somebody else was faster.
  return rejected ?? requireOpen(await getProposal(number, proposals))
}

export interface BranchRejection {
  readonly branch: string
  /** Open proposals on the branch. */
  readonly numbers: readonly number[]
  readonly by: Actor
  readonly reason: string | undefined
}

/**
 * Rejects proposals that share a branch, as {@link rejectProposal} does, and writes the branch once. Returns those that it rejected:
 * without the ones that somebody else has decided meanwhile.
 */
export async function rejectTogether(
  { branch, numbers, by, reason }: BranchRejection,
  dependencies: ProposalDependencies,
): Promise<readonly Proposal[]> {
  const { proposals, now } = dependencies
  const state = { status: 'rejected', by, at: now(), reason } as const
  await leaveBranch({ branch, leaving: numbers.map((number) => ({ number, state })) }, dependencies)
  const after = await Promise.all(numbers.map((number) => getProposal(number, proposals)))
  const rejected = after.filter(
    (each) => each.state.status === 'rejected' && each.state.at.getTime() === state.at.getTime(),
  )
  const [first] = rejected
  if (dependencies.host !== undefined && first !== undefined)
    await syncPullRequest({ branch, pullRequest: first.pullRequest, reviewers: [] }, dependencies)
  return rejected
}

/** Asks for a rejected blueprint again: the next import of its module proposes it. Throws ConflictError if it is not rejected. */
export async function reopenProposal(
  { number, by }: ProposalReview,
  { proposals, now, correlationId }: Pick<ProposalDependencies, 'proposals' | 'now' | 'correlationId'>,
): Promise<Proposal> {
  const { branch, blueprint } = await getProposal(number, proposals)
  return proposals.exclusively(branch, async (records) => {
    const latest = (await records.latestByBlueprint({ blueprints: [blueprint] })).get(blueprint)
    if (latest?.number !== number || latest.state.status !== 'rejected') {
      throw new ConflictError(`Proposal ${number} cannot be reopened.`, {
        hint: 'Only the newest proposal of a blueprint can be reopened, and only if it was rejected.',
      })
    }
    const at = now()
    const asked = { ...latest, updatedAt: at, state: { ...latest.state, askedBy: by } }
    const change = { event: 'proposal.reopen-requested', actor: by, at, correlationId } as const
    return transition({ before: latest, after: asked }, change, records)
  })
}

function requireTip({ number, branch }: Proposal, tip: string | undefined): string {
  if (tip !== undefined) return tip
  throw new ConflictError(`The branch ${branch} of proposal ${number} no longer exists.`, {
    hint: 'Reject the proposal. Reopening it creates a new one.',
  })
}
