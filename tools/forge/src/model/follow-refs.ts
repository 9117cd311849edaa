import { isAncestor, readRefs } from '../git/refs.ts'
import type { Account } from './account.ts'
import type { PullRequest } from './pull-request.ts'
import type { Repository } from './repository.ts'
import { touch } from './touch.ts'
import type { World } from './world.ts'

interface RefChange {
  readonly ref: string
  readonly before: string | undefined
  readonly after: string | undefined
}

/**
 * Brings the repository in step with its git refs after a push or a merge: webhooks are told, pull requests move with their
 * branch, those that are contained in their base count as merged, those whose branch is gone are closed.
 */
export async function followRefs(world: World, repository: Repository, by: Account): Promise<void> {
  const before = repository.refs
  const after = await readRefs(repository.directory)
  const changes = listChanges(before, after)
  if (changes.length === 0) return
  repository.refs = after
  repository.pushedAt = world.now()
  repository.updatedAt = repository.pushedAt
  for (const change of changes) world.emit({ kind: 'push', repository, by, ...change })
  for (const change of changes) await followBranch(world, repository, change, by)
}

function listChanges(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): RefChange[] {
  const names = new Set([...before.keys(), ...after.keys()])
  return [...names]
    .map((ref) => ({ ref, before: before.get(ref), after: after.get(ref) }))
    .filter((change) => change.before !== change.after)
}

async function followBranch(world: World, repository: Repository, change: RefChange, by: Account) {
  if (!change.ref.startsWith('refs/heads/')) return
  const branch = change.ref.slice('refs/heads/'.length)
  const open = repository.pullRequests.filter(({ status }) => status === 'open')
  for (const pullRequest of open) {
    if (pullRequest.branch === branch) moveHead(world, repository, { pullRequest, after: change.after, by })
    else if (pullRequest.base === branch && change.after !== undefined)
      await noticeMerge(world, repository, { pullRequest, tip: change.after, by })
  }
}

function moveHead(
  world: World,
  repository: Repository,
  { pullRequest, after, by }: { pullRequest: PullRequest; after: string | undefined; by: Account },
): void {
  const before = pullRequest.commit
  touch(world, pullRequest)
  if (after === undefined) {
    close(world, pullRequest, { by, status: 'closed' })
    world.emit({ kind: 'pull-request', action: 'closed', repository, by, pullRequest })
    return
  }
  pullRequest.commit = after
  world.emit({ kind: 'pull-request', action: 'synchronize', repository, by, pullRequest, before })
}

async function noticeMerge(
  world: World,
  repository: Repository,
  { pullRequest, tip, by }: { pullRequest: PullRequest; tip: string; by: Account },
): Promise<void> {
  if (!(await isAncestor(repository.directory, pullRequest.commit, tip))) return
  touch(world, pullRequest)
  close(world, pullRequest, { by, status: 'merged' })
  pullRequest.mergeCommit = tip
  world.emit({ kind: 'pull-request', action: 'merged', repository, by, pullRequest })
}

function close(
  world: World,
  pullRequest: PullRequest,
  { by, status }: { by: Account; status: 'closed' | 'merged' },
): void {
  pullRequest.status = status
  pullRequest.closedAt = world.now()
  pullRequest.closedBy = by
}
