import { hostPerson } from '@groundplan/actor'
import type { ProposalDependencies } from '../apply-branch.ts'
import { titleOf, type ProposeAction } from '../plan-proposal.ts'
import { openProposal } from '../lifecycle/transition.ts'
import type { NewProposal } from '../proposal.ts'
import type { ProposalRecords } from '../proposal-store.ts'
import { isAbout } from './describe-pull-request.ts'

/**
 * Finds out, for blueprints of which no record tells, whether people have closed the pull request that brought them: then they stay
 * away. Returns their names, with the rejections on record from now on.
 */
export async function recallClosed(
  branch: string,
  actions: readonly ProposeAction[],
  { host, proposals, now, correlationId }: ProposalDependencies,
): Promise<ReadonlySet<string>> {
  const unknown = actions.filter(({ previous }) => previous === undefined)
  if (host === undefined || unknown.length === 0) return new Set()
  const listForgotten = async (records: ProposalRecords) => {
    const known = new Set((await records.list({ branch })).map(({ blueprint }) => blueprint))
    return unknown.filter(({ draft }) => !known.has(draft.blueprint))
  }
  if ((await listForgotten(proposals)).length === 0) return new Set()
  const [newest] = await host.pullRequests.listPullRequests(host.repository, { status: 'any', branch })
  if (newest?.state.status !== 'closed') return new Set()
  const { state } = newest
  return proposals.exclusively(branch, async (records) => {
    // Somebody else may have put them on record while the host was asked.
    const forgotten = await listForgotten(records)
    const { number, url, body, commit } = newest
    const at = state.at ?? now()
    const actor = hostPerson(url, state.by)
    const refused = forgotten.filter(({ draft }) => isAbout(body, draft.blueprint))
    for (const { draft, type } of refused) {
      const { blueprint, contentId, source } = draft
      const proposal: NewProposal = {
        ...{ blueprint, kind: type, title: titleOf(draft, type), body, branch },
        ...{ generatedCommit: commit, contentId, source, createdAt: at, updatedAt: at },
        pullRequest: { number, url },
        state: { status: 'rejected', by: actor, at, reason: undefined },
      }
      const change = { event: 'proposal.recalled', actor, at: now(), correlationId } as const
      await openProposal(proposal, change, records)
    }
    return new Set(refused.map(({ draft }) => draft.blueprint))
  })
}
