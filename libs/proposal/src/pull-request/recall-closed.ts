import type { ProposalDependencies } from '../apply-branch.ts'
import type { ProposeAction } from '../plan-proposal.ts'

/**
 * Finds out, where no record tells, whether people have closed the pull request of a branch before: then its blueprints stay
 * away. Returns true if so, with the rejections on record from now on.
 */
export async function recallClosed(
  branch: string,
  actions: readonly ProposeAction[],
  { host, proposals, now }: ProposalDependencies,
): Promise<boolean> {
  if (host === undefined) return false
  return proposals.exclusively(branch, async () => {
    if ((await proposals.list({ branch })).length > 0) return false
    const [newest] = await host.provider.listPullRequests(host.repository, { status: 'any', branch })
    if (newest?.state.status !== 'closed') return false
    const { number, url, commit, state } = newest
    const at = state.at ?? now()
    for (const { draft, type } of actions) {
      const { blueprint, contentId, source } = draft
      await proposals.add({
        ...{ blueprint, kind: type, title: draft.title(type), body: newest.body, branch },
        ...{ generatedCommit: commit, contentId, source, createdAt: at, updatedAt: at },
        pullRequest: { number, url },
        state: { status: 'rejected', by: state.by ?? 'host', at, reason: undefined },
      })
    }
    return true
  })
}
