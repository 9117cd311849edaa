import type { ProposalPullRequest } from '../proposal.ts'
import type { ReviewHost } from '../review-host.ts'
import type { SideSteps } from '../side-steps/side-steps.ts'

interface ObsoletePullRequest {
  readonly branch: string
  readonly pullRequest: Pick<ProposalPullRequest, 'number' | 'url'>
  /** Why, as a sentence, if that is known. */
  readonly reason?: string | undefined
}

/** Closes a pull request whose branch brings nothing any more, with a comment that says why. Both are side steps. */
export async function closeObsolete(
  { branch, pullRequest, reason }: ObsoletePullRequest,
  { pullRequests, repository }: ReviewHost,
  sideSteps: SideSteps,
): Promise<void> {
  const { number } = pullRequest
  const step = { subject: branch, pullRequest }
  await sideSteps.attempt({ ...step, kind: 'close' }, async () => {
    const found = await pullRequests.getPullRequest(repository, number)
    if (found.state.status !== 'open') return
    await sideSteps.attempt({ ...step, kind: 'comment' }, () =>
      pullRequests.putComment(repository, number, {
        key: 'closed',
        body: reason === undefined ? closingComment : `Closed because nothing is left to propose. ${reason}`,
      }),
    )
    await pullRequests.closePullRequest(repository, number)
  })
}

export const closingComment =
  'Closed because nothing is left to propose: the blueprints are already published or were rejected, or their modules no longer exist.'
