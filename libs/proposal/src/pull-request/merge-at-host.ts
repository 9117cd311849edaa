import { ConflictError } from '@groundplan/errors'
import type { ReviewRepository } from '@groundplan/scm'
import type { Proposal } from '../proposal.ts'
import type { ReviewHost } from '../review-host.ts'

interface HostMerge {
  readonly proposal: Proposal
  /** The tip that was reviewed. */
  readonly commit: string
  readonly message: string
}

/** Merges a proposal's pull request, as the host's own rules allow it, and brings the result in. Returns the merge's commit. */
export async function mergeAtHost(
  { proposal: { number, pullRequest }, commit, message }: HostMerge,
  { repository, host }: { readonly repository: ReviewRepository; readonly host: ReviewHost },
): Promise<string> {
  if (pullRequest === undefined) {
    throw new ConflictError(`Proposal ${number} has no pull request yet.`, {
      hint: 'The next import creates it.',
    })
  }
  const { pullRequests, repository: name } = host
  const { state } = await pullRequests.getPullRequest(name, pullRequest.number)
  if (state.status === 'open' && state.draft) {
    throw new ConflictError(`The pull request of proposal ${number} is a draft: ${pullRequest.url}`, {
      hint: 'Mark it as ready for review on the host, then approve again.',
    })
  }
  const merged = await pullRequests.mergePullRequest(name, { number: pullRequest.number, commit, message })
  await repository.refresh()
  return merged
}
