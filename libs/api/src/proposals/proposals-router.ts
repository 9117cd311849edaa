import {
  approveProposal,
  conflictChoices,
  decideConflict,
  getProposal,
  positionOf,
  rejectProposal,
  reopenProposal,
} from '@groundplan/proposal'
import { z } from 'zod'
import { line, RowNumber, text } from '../input-schemas.ts'
import { pageInput } from '../paging/page-input.ts'
import { procedureFor, router } from '../trpc.ts'
import { approveSelected, rejectSelected } from './bulk-decisions.ts'
import { HistoryRequest, readHistory } from './proposal-history.ts'
import {
  BulkSelection,
  CommitId,
  cursorOf,
  ProposalFilters,
  proposalFilters,
  Sort,
  toSearch,
} from './proposal-inputs.ts'
import { toProposalSummary, toProposalView } from './proposal-views.ts'
import { withHost } from './with-host.ts'

const ListInput = z.object({ ...pageInput, ...proposalFilters, sort: Sort }).prefault({})
const ByNumber = z.object({ number: RowNumber })
const acknowledgeBreaking = z.boolean().optional()
const reason = text(2000)
  .trim()
  .transform((value) => (value === '' ? undefined : value))
  .optional()

const reading = procedureFor('proposals.read')
const deciding = procedureFor('proposals.decide')

export const proposalsRouter = router({
  list: reading.input(ListInput).query(async ({ ctx, input }) => {
    const cursor = cursorOf(input.sort)
    const request = { ...cursor.toRequest(input), sort: input.sort }
    return cursor.toView(await ctx.proposals.search(toSearch(input), request), toProposalSummary)
  }),

  count: reading.input(ProposalFilters).query(async ({ ctx, input }) => {
    return { count: await ctx.proposals.count(toSearch(input)) }
  }),

  /** How many proposals each filter would select, leaving out what it filters by now. */
  facets: reading.input(ProposalFilters).query(async ({ ctx, input }) => {
    return ctx.proposals.countFacets(toSearch(input))
  }),

  /** The proposals before and after this one in a list with these filters, whether it is in the list itself or not. */
  neighbors: reading
    .input(z.object({ ...proposalFilters, ...ByNumber.shape, sort: Sort }))
    .query(async ({ ctx, input: { number, sort, ...filters } }) => {
      const after = positionOf(await getProposal(number, ctx.proposals), sort)
      const search = toSearch(filters)
      const next = await ctx.proposals.search(search, { sort, limit: 1, after })
      const previous = await ctx.proposals.search(search, { sort, limit: 1, after, backwards: true })
      return { previous: previous.items[0]?.number, next: next.items[0]?.number }
    }),

  get: reading.input(ByNumber).query(async ({ ctx, input }) => {
    return toProposalView(await getProposal(input.number, ctx.proposals), ctx)
  }),

  /**
   * Merges the proposal; its blueprint is in the catalog when this returns. With a commit, only if that is still the tip. What
   * has breaking changes has to be acknowledged.
   */
  approve: deciding
    .input(ByNumber.extend({ commit: CommitId.optional(), acknowledgeBreaking }))
    .mutation(async ({ ctx, input }) => {
      const proposal = await ctx.catalogFollower.change(async () =>
        approveProposal({ ...input, by: ctx.caller.actor }, await withHost(ctx)),
      )
      return toProposalSummary(proposal)
    }),

  /** What happened to the proposal, the newest first: who did what, when and why. */
  history: reading.input(HistoryRequest).query(({ ctx, input }) => readHistory(input, ctx)),

  /**
   * Approves many proposals one after the other and streams each result. Refused proposals stop no others; closing the stream stops
   * between two proposals.
   */
  approveEach: deciding
    .input(BulkSelection.extend({ acknowledgeBreaking }))
    .mutation(({ ctx, input, signal }) => approveSelected(input, ctx, signal)),

  /** Writes a reviewer's decision about a conflict to the proposal's branch. Returns the branch's new commit. */
  decideConflict: deciding
    .input(
      ByNumber.extend({
        conflict: line(3000),
        choice: z.enum(conflictChoices),
        commit: CommitId.optional(),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const { proposal, commit } = await decideConflict(
        { ...input, by: ctx.caller.actor },
        await withHost(ctx),
      )
      return { ...toProposalSummary(proposal), commit }
    }),

  /** Closes the proposal; the blueprint is proposed again only after somebody reopens it. */
  reject: deciding
    .input(ByNumber.extend({ reason }))
    .mutation(async ({ ctx, input }) =>
      toProposalSummary(
        await rejectProposal(
          { number: input.number, by: ctx.caller.actor, reason: input.reason },
          await withHost(ctx),
        ),
      ),
    ),

  /** Rejects many proposals and streams each result, as `approveEach` does. */
  rejectEach: deciding
    .input(BulkSelection.extend({ reason }))
    .mutation(({ ctx, input, signal }) => rejectSelected(input, ctx, signal)),

  /** Asks for a rejected blueprint again: the next import of its module proposes it. */
  reopen: deciding
    .input(ByNumber)
    .mutation(async ({ ctx, input }) =>
      toProposalSummary(await reopenProposal({ number: input.number, by: ctx.caller.actor }, ctx)),
    ),
})
