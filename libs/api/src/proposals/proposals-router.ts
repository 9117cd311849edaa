import {
  approveProposal,
  getProposal,
  proposalStatuses,
  rejectProposal,
  reopenProposal,
  type ReviewHost,
} from '@groundplan/proposal'
import { z } from 'zod'
import type { ApiContext } from '../api-context.ts'
import { RowNumber, text } from '../input-schemas.ts'
import { procedure, router } from '../trpc.ts'
import { HistoryRequest, readHistory } from './proposal-history.ts'
import { toProposalSummary, toProposalView } from './proposal-views.ts'

const ByNumber = z.object({ number: RowNumber })
const Approval = ByNumber.extend({
  commit: z
    .string()
    .regex(/^[0-9a-f]{40,64}$/)
    .optional(),
  acknowledgeBreaking: z.boolean().optional(),
})
const Filter = z.object({ status: z.enum(proposalStatuses).optional() })

export const proposalsRouter = router({
  /** Newest first. */
  list: procedure.input(Filter.default({})).query(async ({ ctx, input }) => {
    return (await ctx.proposals.list(input)).map(toProposalSummary)
  }),

  get: procedure.input(ByNumber).query(async ({ ctx, input }) => {
    return toProposalView(await getProposal(input.number, ctx.proposals), ctx)
  }),

  /**
   * Merges the proposal; its blueprint is in the catalog when this returns. With a commit, only if that is still the tip. What
   * has breaking changes has to be acknowledged.
   */
  approve: procedure.input(Approval).mutation(async ({ ctx, input }) => {
    const proposal = await ctx.catalogFollower.change(async () =>
      approveProposal({ ...input, by: ctx.actor }, await withHost(ctx)),
    )
    return toProposalSummary(proposal)
  }),

  /** Closes the proposal; it stays away until somebody asks for it again. */
  reject: procedure
    .input(ByNumber.extend({ reason: text(2000).trim().optional() }))
    .mutation(async ({ ctx, input }) => {
      const reason = input.reason === '' ? undefined : input.reason
      const rejection = { number: input.number, by: ctx.actor, reason }
      return toProposalSummary(await rejectProposal(rejection, await withHost(ctx)))
    }),

  /** What happened to the proposal, the newest first: who did what, when and why. */
  history: procedure.input(HistoryRequest).query(({ ctx, input }) => readHistory(input, ctx)),

  /** Asks for a rejected blueprint again: the next import of its module proposes it. */
  reopen: procedure
    .input(ByNumber)
    .mutation(async ({ ctx, input }) =>
      toProposalSummary(await reopenProposal({ number: input.number, by: ctx.actor }, ctx)),
    ),
})

/** The context with the host at which the blueprint repository is reviewed, if it is at one. */
async function withHost(ctx: ApiContext): Promise<ApiContext & { readonly host: ReviewHost | undefined }> {
  return { ...ctx, host: await ctx.findReviewHost?.() }
}
