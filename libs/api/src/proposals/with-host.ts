import type { ReviewHost } from '@groundplan/proposal'
import type { ApiContext } from '../api-context.ts'

/** The context with the host at which the blueprint repository is reviewed, if it is at one. */
export async function withHost(
  ctx: ApiContext,
): Promise<ApiContext & { readonly host: ReviewHost | undefined }> {
  return { ...ctx, host: await ctx.findReviewHost?.() }
}
