import {
  approveEach,
  rejectEach,
  type DecisionResult,
  type RefusalReason,
  type SelectedProposal,
} from '@groundplan/proposal'
import type { z } from 'zod'
import type { ApiContext } from '../api-context.ts'
import { withTrpcErrors } from '../trpc.ts'
import { requireOneSelection, toSearch, type BulkSelection } from './proposal-inputs.ts'
import { toProposalSummary, type ProposalSummary } from './proposal-views.ts'
import { withHost } from './with-host.ts'

/** What became of one proposal of a bulk decision. */
export type DecisionResultView = (
  | { readonly outcome: 'approved' | 'rejected'; readonly proposal: ProposalSummary }
  | {
      readonly outcome: 'refused'
      readonly reason: RefusalReason
      readonly message: string
      readonly hint?: string | undefined
    }
) & {
  readonly number: number
  /** How many proposals are selected. */
  readonly total: number
}

type Selection = z.infer<typeof BulkSelection>

export async function* approveSelected(
  { acknowledgeBreaking, ...selection }: Selection & { readonly acknowledgeBreaking?: boolean | undefined },
  ctx: ApiContext,
  signal: AbortSignal | undefined,
): AsyncGenerator<DecisionResultView, void> {
  const selected = await resolveSelection(selection, ctx)
  const approval = { selected, by: ctx.caller.actor, acknowledgeBreaking, signal }
  try {
    yield* toViews(approveEach(approval, await withHost(ctx)), selected.length)
  } finally {
    // Once for all of them, also for those who stopped on the way.
    await ctx.catalogFollower.follow()
  }
}

export async function* rejectSelected(
  { reason, ...selection }: Selection & { readonly reason?: string | undefined },
  ctx: ApiContext,
  signal: AbortSignal | undefined,
): AsyncGenerator<DecisionResultView, void> {
  const selected = await resolveSelection(selection, ctx)
  const rejection = { selected, by: ctx.caller.actor, reason, signal }
  yield* toViews(rejectEach(rejection, await withHost(ctx)), selected.length)
}

async function* toViews(
  results: AsyncIterable<DecisionResult>,
  total: number,
): AsyncGenerator<DecisionResultView, void> {
  for await (const result of withTrpcErrors(results)) {
    yield result.outcome === 'refused'
      ? { ...result, total }
      : { ...result, proposal: toProposalSummary(result.proposal), total }
  }
}

/** Oldest first, so that a repeated run goes through them in the same order. */
async function resolveSelection(
  selection: Selection,
  { proposals }: Pick<ApiContext, 'proposals'>,
): Promise<readonly SelectedProposal[]> {
  requireOneSelection(selection)
  if (selection.items !== undefined) return selection.items
  const search = toSearch({ ...selection.filter, status: 'open' })
  const selected: SelectedProposal[] = []
  let page = await proposals.search(search, { sort: 'oldest', limit: 1000 })
  for (;;) {
    selected.push(...page.items.map(({ number, generatedCommit }) => ({ number, generatedCommit })))
    if (page.next === undefined) return selected
    page = await proposals.search(search, { sort: 'oldest', limit: 1000, after: page.next })
  }
}
