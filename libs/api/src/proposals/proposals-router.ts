import { followRepository } from '@groundplan/catalog'
import { approveProposal, getProposal, rejectProposal } from '@groundplan/proposal'
import { z } from 'zod'
import { procedure, router } from '../trpc.ts'
import { toProposalSummary, toProposalView } from './proposal-views.ts'

const ByNumber = z.object({ number: z.int().positive() })
const Approval = ByNumber.extend({
  commit: z
    .string()
    .regex(/^[0-9a-f]{40,64}$/)
    .optional(),
  acknowledgeBreaking: z.boolean().optional(),
})
const Filter = z.object({ status: z.enum(['open', 'approved', 'rejected']).optional() })

export const proposalsRouter = router({
  /** Newest first. */
  list: procedure.input(Filter.default({})).query(async ({ ctx, input }) => {
    await followRepository(ctx)
    return (await ctx.proposals.list(input)).map(toProposalSummary)
  }),

  get: procedure.input(ByNumber).query(async ({ ctx, input }) => {
    await followRepository(ctx)
    return toProposalView(await getProposal(input.number, ctx.proposals), ctx.repository)
  }),

  /**
   * Merges the proposal; its blueprint is in the catalog when this returns. With a commit, only if that is still the tip. What
   * has breaking changes has to be acknowledged.
   */
  approve: procedure.input(Approval).mutation(async ({ ctx, input }) => {
    const proposal = await approveProposal({ ...input, by: ctx.user }, ctx)
    await followRepository(ctx)
    return toProposalSummary(proposal)
  }),

  /** Closes the proposal; it stays away until its module changes. */
  reject: procedure
    .input(ByNumber.extend({ reason: z.string().trim().max(2000).optional() }))
    .mutation(async ({ ctx, input }) => {
      const reason = input.reason === '' ? undefined : input.reason
      return toProposalSummary(await rejectProposal({ number: input.number, by: ctx.user, reason }, ctx))
    }),
})
