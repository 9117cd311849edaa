import { gitActor } from '@groundplan/actor'
import { deleteOwnBranch, type ProposalDependencies } from './apply-branch.ts'
import { blueprintPaths } from './file-texts.ts'
import { decide } from './lifecycle/transition.ts'
import type { Proposal } from './proposal.ts'
import { syncPullRequest } from './pull-request/sync-pull-request.ts'

/**
 * Marks open proposals as approved whose files the default branch has exactly as they are proposed, whatever way they came there: a
 * squash merge with git itself, or a merge at the moment at which the branch was pushed again. Returns those.
 */
export async function settlePublished(dependencies: ProposalDependencies): Promise<readonly Proposal[]> {
  const { repository, proposals } = dependencies
  const { commit } = await repository.readHead()
  const published = await readBlobIds(commit, dependencies)
  const open = await proposals.list({ status: 'open' })
  const known = open.filter(
    ({ blueprint, kind }) => published.has(blueprintPaths(blueprint).blueprint) === (kind !== 'retirement'),
  )
  const settled: Proposal[] = []
  for (const branch of new Set(known.map((proposal) => proposal.branch)))
    settled.push(...(await settleBranch(branch, { commit, published }, dependencies)))
  return settled
}

interface PublishedFiles {
  readonly commit: string
  readonly published: ReadonlyMap<string, string>
}

async function settleBranch(
  branch: string,
  { commit, published }: PublishedFiles,
  dependencies: ProposalDependencies,
): Promise<readonly Proposal[]> {
  const { repository, proposals, now, correlationId } = dependencies
  const { settled, left } = await proposals.exclusively(branch, async (records) => {
    const open = await records.list({ status: 'open', branch })
    const tip = await repository.findBranch(branch)
    const proposed = tip === undefined ? new Map<string, string>() : await readBlobIds(tip, dependencies)
    const isThere = ({ blueprint }: Proposal) =>
      Object.values(blueprintPaths(blueprint)).every((path) => proposed.get(path) === published.get(path))
    const same = tip === undefined ? [] : open.filter(isThere)
    const state = { status: 'approved', by: gitActor, at: now(), commit } as const
    const approved: Proposal[] = []
    for (const before of same) {
      const after = { ...before, updatedAt: now(), state }
      approved.push(await decide(before, after, { at: now(), correlationId }, records))
    }
    if (approved.length === open.length && approved.length > 0) await deleteOwnBranch(branch, dependencies)
    return { settled: approved, left: open.length - approved.length }
  })
  const pullRequest = settled.find((proposal) => proposal.pullRequest !== undefined)?.pullRequest
  if (settled.length > 0 && left === 0)
    await syncPullRequest({ branch, pullRequest, reviewers: [] }, dependencies)
  return settled
}

/** By path. */
async function readBlobIds(
  commit: string,
  { repository }: Pick<ProposalDependencies, 'repository'>,
): Promise<ReadonlyMap<string, string>> {
  const entries = await repository.listEntries(commit)
  return new Map(entries.map(({ path, blobId }) => [path, blobId]))
}
