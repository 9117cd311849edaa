import type { Actor } from '@groundplan/actor'
import { ConflictError, ExternalServiceError, PlatformError } from '@groundplan/errors'
import type { ProposalDependencies } from '../apply-branch.ts'
import { approveProposal, rejectTogether } from '../decide-proposal.ts'
import { getProposal, requireOpen } from '../proposal-store.ts'
import type { Proposal } from '../proposal.ts'

/** One of the proposals that a reviewer has selected. */
export interface SelectedProposal {
  readonly number: number
  /** The `generatedCommit` that the reviewer saw; absent if they take what is there. */
  readonly generatedCommit?: string | undefined
}

export interface BulkDecision {
  readonly selected: readonly SelectedProposal[]
  readonly by: Actor
  /** Stops between two proposals; what is decided by then stays decided. */
  readonly signal?: AbortSignal | undefined
}

export interface BulkApproval extends BulkDecision {
  readonly acknowledgeBreaking?: boolean | undefined
}

export interface BulkRejection extends BulkDecision {
  readonly reason?: string | undefined
}

/** What became of one of the selected proposals. */
export type DecisionResult =
  | { readonly number: number; readonly outcome: 'approved' | 'rejected'; readonly proposal: Proposal }
  | {
      readonly number: number
      readonly outcome: 'refused'
      readonly reason: RefusalReason
      readonly message: string
      readonly hint?: string | undefined
    }

export const refusalReasons = [
  /** It has breaking changes that nobody has acknowledged. */
  'breaking',
  /** It has conflicts that nobody has decided. */
  'conflicts',
  /** It has changed since the reviewer selected it. */
  'changed',
  /** Somebody has decided it already. */
  'decided',
  /** Approving it would approve others on its branch that are not selected. */
  'shared-branch',
  'not-found',
  /** Anything else, such as a merge that git or the host refuses. */
  'failed',
] as const
export type RefusalReason = (typeof refusalReasons)[number]

/** After so many failures of a service in a row there is no use in asking it for the rest. */
const mostFailuresInARow = 3

/**
 * Approves the selected proposals one after the other and tells each result as soon as it is there. A proposal that is refused
 * stops no other. Undecided conflicts and unselected proposals on the same branch are refused. Throws ExternalServiceError when a
 * service fails repeatedly.
 */
export async function* approveEach(
  { selected, by, acknowledgeBreaking, signal }: BulkApproval,
  dependencies: ProposalDependencies,
): AsyncGenerator<DecisionResult, void> {
  const selections = byNumber(selected)
  const merged = new Set<string>()
  yield* decideEach(selected, signal, async ({ number }) => {
    const proposal = await getProposal(number, dependencies.proposals)
    // One merge approves everything on the branch.
    if (proposal.state.status === 'approved' && merged.has(proposal.branch)) return proposal
    const check = (together: readonly Proposal[]) => {
      requireSelected(proposal, together, selections)
      for (const each of together) {
        requireSame(each, selections)
        requireDecided(each)
      }
    }
    const approved = await approveProposal({ number, by, acknowledgeBreaking, check }, dependencies)
    merged.add(approved.branch)
    return approved
  })
}

/** Rejects the selected proposals in the same way. Those that share a branch leave it together, with the first of them. */
export async function* rejectEach(
  { selected, by, reason, signal }: BulkRejection,
  dependencies: ProposalDependencies,
): AsyncGenerator<DecisionResult, void> {
  const { proposals } = dependencies
  const selections = byNumber(selected)
  const rejected = new Map<number, Proposal>()
  yield* decideEach(selected, signal, async ({ number }) => {
    const before = rejected.get(number)
    if (before !== undefined) return before
    const proposal = requireOpen(await getProposal(number, proposals))
    requireSame(proposal, selections)
    const { branch } = proposal
    const together = (await proposals.list({ status: 'open', branch })).filter((each) =>
      isSame(each, selections),
    )
    const numbers = together.map((each) => each.number)
    for (const each of await rejectTogether({ branch, numbers, by, reason }, dependencies))
      rejected.set(each.number, each)
    // Somebody else was faster.
    return rejected.get(number) ?? requireOpen(await getProposal(number, proposals))
  })
}

type Selections = ReadonlyMap<number, SelectedProposal>

function byNumber(selected: readonly SelectedProposal[]): Selections {
  return new Map(selected.map((selection) => [selection.number, selection]))
}

async function* decideEach(
  selected: readonly SelectedProposal[],
  signal: AbortSignal | undefined,
  decide: (selection: SelectedProposal) => Promise<Proposal>,
): AsyncGenerator<DecisionResult, void> {
  let failures = 0
  for (const selection of selected) {
    if (signal?.aborted === true) return
    const { number } = selection
    try {
      const proposal = await decide(selection)
      failures = 0
      const outcome = proposal.state.status === 'rejected' ? 'rejected' : 'approved'
      yield { number, outcome, proposal }
    } catch (error) {
      const refusal = toRefusal(number, error)
      failures = error instanceof ExternalServiceError ? failures + 1 : 0
      yield refusal
      if (failures === mostFailuresInARow) throw error
    }
  }
}

function toRefusal(number: number, error: unknown): DecisionResult {
  if (!(error instanceof PlatformError) || error.code === 'internal' || error.code === 'cancelled')
    throw error
  const { message, hint } = error
  return { number, outcome: 'refused', reason: reasonOf(error), message, hint }
}

function reasonOf({ code, details }: PlatformError): RefusalReason {
  if (code === 'not-found') return 'not-found'
  return refusalReasons.find((reason) => reason === details?.['reason']) ?? 'failed'
}

/** True if it is selected as it is. */
function isSame({ number, generatedCommit }: Proposal, selections: Selections): boolean {
  const selection = selections.get(number)
  return selection !== undefined && (selection.generatedCommit ?? generatedCommit) === generatedCommit
}

function requireSame(proposal: Proposal, selections: Selections): void {
  if (isSame(proposal, selections)) return
  throw new ConflictError(`Proposal ${proposal.number} has changed since you selected it.`, {
    hint: 'Review it again before you decide.',
    details: { reason: 'changed' },
  })
}

function requireDecided({ number, facts }: Proposal): void {
  const conflicts = facts?.conflicts ?? 0
  if (conflicts === 0) return
  const count = conflicts === 1 ? '1 undecided conflict' : `${conflicts} undecided conflicts`
  throw new ConflictError(`Proposal ${number} has ${count}.`, {
    hint: 'Open it and decide each conflict, or approve it by itself to keep the edits.',
    details: { reason: 'conflicts' },
  })
}

function requireSelected({ number }: Proposal, together: readonly Proposal[], selections: Selections): void {
  const others = together.map((each) => each.number).filter((other) => !selections.has(other))
  if (others.length === 0) return
  const names = others.slice(0, 5).map((other) => `#${other}`)
  const more = others.length > 5 ? ` and ${others.length - 5} more` : ''
  throw new ConflictError(
    `Proposal ${number} shares its branch with proposals that are not selected: ${names.join(', ')}${more}.`,
    { hint: 'Select them too, or approve it by itself.', details: { reason: 'shared-branch' } },
  )
}
