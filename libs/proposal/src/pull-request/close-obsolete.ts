import type { Proposal, ProposalPullRequest } from '../proposal.ts'
import type { ProposalRecords } from '../proposal-store.ts'
import type { ReviewHost } from '../review-host.ts'
import type { SideSteps } from '../side-steps/side-steps.ts'

interface ObsoletePullRequest {
  readonly branch: string
  readonly pullRequest: Pick<ProposalPullRequest, 'number' | 'url'>
}

export interface CloseDependencies {
  readonly proposals: Pick<ProposalRecords, 'list'>
  readonly sideSteps: SideSteps
}

/** Closes a pull request whose branch brings nothing any more, with a comment that says why. Both are side steps. */
export async function closeObsolete(
  { branch, pullRequest }: ObsoletePullRequest,
  { pullRequests, repository }: ReviewHost,
  { proposals, sideSteps }: CloseDependencies,
): Promise<void> {
  const { number } = pullRequest
  const step = { subject: branch, pullRequest }
  await sideSteps.attempt({ ...step, kind: 'close' }, async () => {
    const found = await pullRequests.getPullRequest(repository, number)
    if (found.state.status !== 'open') return
    await sideSteps.attempt({ ...step, kind: 'comment' }, () =>
      commentOnClosing({ branch, pullRequest }, { pullRequests, repository }, proposals),
    )
    await pullRequests.closePullRequest(repository, number)
  })
}

/** Says why the pull request was closed. The records know, so that a later attempt says the same. */
export async function commentOnClosing(
  { branch, pullRequest: { number } }: ObsoletePullRequest,
  { pullRequests, repository }: Pick<ReviewHost, 'pullRequests' | 'repository'>,
  proposals: Pick<ProposalRecords, 'list'>,
): Promise<void> {
  const own = (await proposals.list({ branch })).filter((each) => each.pullRequest?.number === number)
  await pullRequests.putComment(repository, number, { key: 'closed', body: describeClosing(own) })
}

function describeClosing(proposals: readonly Proposal[]): string {
  const reasons = new Set(
    proposals.toReversed().flatMap(({ state }) => (state.status === 'withdrawn' ? (state.reason ?? []) : [])),
  )
  if (reasons.size > 0) return `Closed because nothing is left to propose. ${[...reasons].join(' ')}`
  return 'Closed because nothing is left to propose: the blueprints are already published or were rejected, or their modules no longer exist.'
}
