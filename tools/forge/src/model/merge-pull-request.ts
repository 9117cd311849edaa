import { mergeCommits } from '../git/merge-commits.ts'
import { moveRef } from '../git/refs.ts'
import type { Account } from './account.ts'
import { branchTip, nextCommitDate } from './find-in-repository.ts'
import { followRefs } from './follow-refs.ts'
import type { PullRequest } from './pull-request.ts'
import { Refusal } from './refusal.ts'
import type { Repository } from './repository.ts'
import { touch } from './touch.ts'
import type { World } from './world.ts'

export interface PullRequestMerge {
  readonly by: Account
  readonly message: string
  readonly squash: boolean
  /** The tip that was reviewed; any if absent. */
  readonly expected?: string | undefined
  readonly deleteBranch: boolean
}

/** Merges a pull request into its base with real git; returns the commit. Throws a Refusal. */
export function mergePullRequest(
  world: World,
  repository: Repository,
  pullRequest: PullRequest,
  merge: PullRequestMerge,
): Promise<string> {
  return world.exclusively(repository, async () => {
    const commit = await writeMerge(repository, pullRequest, merge)
    if (merge.deleteBranch) await moveRef(repository.directory, `refs/heads/${pullRequest.branch}`, undefined)
    pullRequest.status = 'merged'
    pullRequest.mergeCommit = commit
    pullRequest.closedAt = world.now()
    pullRequest.closedBy = merge.by
    touch(world, pullRequest)
    await followRefs(world, repository, merge.by)
    world.emit({ kind: 'pull-request', action: 'merged', repository, by: merge.by, pullRequest })
    return commit
  })
}

async function writeMerge(repository: Repository, pullRequest: PullRequest, merge: PullRequestMerge) {
  if (repository.archived) throw new Refusal('archived')
  if (pullRequest.status !== 'open') throw new Refusal('not-open')
  if (pullRequest.draft) throw new Refusal('draft')
  if (merge.expected !== undefined && merge.expected !== pullRequest.commit) throw new Refusal('branch-moved')
  const base = branchTip(repository, pullRequest.base)
  if (base === undefined) throw new Refusal('base-missing', { field: pullRequest.base })
  const commit = await mergeCommits(repository.directory, {
    base,
    head: pullRequest.commit,
    message: merge.message,
    author: merge.by,
    date: nextCommitDate(repository),
    squash: merge.squash,
  })
  if (commit === undefined) throw new Refusal('conflicts')
  await moveRef(repository.directory, `refs/heads/${pullRequest.base}`, commit)
  return commit
}
