import { isAncestor } from '../git/refs.ts'
import type { Account } from './account.ts'
import { branchTip } from './find-in-repository.ts'
import { requireNoOther } from './open-pull-request.ts'
import type { PullRequest } from './pull-request.ts'
import { Refusal } from './refusal.ts'
import type { Repository } from './repository.ts'
import { touch } from './touch.ts'
import type { World } from './world.ts'

/** Closes an open pull request without merging it. Throws a Refusal (`not-open`). */
export function closePullRequest(
  world: World,
  repository: Repository,
  pullRequest: PullRequest,
  by: Account,
): void {
  if (pullRequest.status !== 'open') throw new Refusal('not-open')
  pullRequest.status = 'closed'
  pullRequest.closedAt = world.now()
  pullRequest.closedBy = by
  touch(world, pullRequest)
  world.emit({ kind: 'pull-request', action: 'closed', repository, by, pullRequest })
}

/** Opens a closed pull request again, if its branch still continues what was closed. Throws a Refusal. */
export async function reopenPullRequest(
  world: World,
  repository: Repository,
  pullRequest: PullRequest,
  by: Account,
): Promise<void> {
  if (pullRequest.status === 'open') return
  if (pullRequest.status === 'merged') throw new Refusal('not-open')
  const tip = branchTip(repository, pullRequest.branch)
  if (tip === undefined) throw new Refusal('branch-gone', { field: pullRequest.branch })
  if (!(await isAncestor(repository.directory, pullRequest.commit, tip)))
    throw new Refusal('branch-rewritten', { field: pullRequest.branch })
  requireNoOther(repository, pullRequest.branch, pullRequest.base)
  pullRequest.status = 'open'
  pullRequest.closedAt = undefined
  pullRequest.closedBy = undefined
  pullRequest.commit = tip
  touch(world, pullRequest)
  world.emit({ kind: 'pull-request', action: 'reopened', repository, by, pullRequest })
}
