import { compareCommits } from '../git/compare-commits.ts'
import type { Account } from './account.ts'
import { branchTip } from './find-in-repository.ts'
import type { PullRequest } from './pull-request.ts'
import { Refusal } from './refusal.ts'
import type { Repository } from './repository.ts'
import { requireBody, requireTitle } from './require-text.ts'
import type { World } from './world.ts'

export interface OpenPullRequest {
  readonly branch: string
  readonly base: string
  readonly title: string
  readonly body: string
  readonly draft: boolean
  readonly by: Account
  /** False where the host opens a second one from the same branch. */
  readonly unique: boolean
  /** Longest body that the host takes. */
  readonly limit: number
}

/** Opens a pull request, as all hosts check it. Throws a Refusal. */
export async function openPullRequest(
  world: World,
  repository: Repository,
  request: OpenPullRequest,
): Promise<PullRequest> {
  if (repository.archived) throw new Refusal('archived')
  requireTitle(request.title, 'pull request')
  requireBody(request.body, request.limit, 'pull request')
  const { head, base } = findTips(repository, request)
  const { commits } = await compareCommits(repository.directory, base, head)
  if (commits === 0) throw new Refusal('nothing-to-merge', { field: request.branch })
  // Checked last and without waiting: of two at once, one is refused.
  if (request.unique) requireNoOther(repository, request.branch, request.base)
  const pullRequest = makePullRequest(world, repository, request, { head, base })
  repository.pullRequests.push(pullRequest)
  world.emit({ kind: 'pull-request', action: 'opened', repository, by: request.by, pullRequest })
  return pullRequest
}

function findTips(repository: Repository, { branch, base }: OpenPullRequest): { head: string; base: string } {
  const baseTip = branchTip(repository, base)
  const head = branchTip(repository, branch)
  if (baseTip === undefined) throw new Refusal('base-missing', { field: base })
  if (head === undefined) throw new Refusal('branch-missing', { field: branch })
  if (branch === base) throw new Refusal('same-branch', { field: branch })
  return { head, base: baseTip }
}

/** Throws a Refusal (`already-open`) if a pull request from this branch into this base is open. */
export function requireNoOther(repository: Repository, branch: string, base: string): void {
  const other = repository.pullRequests.some(
    (each) => each.status === 'open' && each.branch === branch && each.base === base,
  )
  if (other) throw new Refusal('already-open', { field: branch })
}

function makePullRequest(
  world: World,
  repository: Repository,
  { branch, base, title, body, draft, by }: OpenPullRequest,
  tips: { head: string; base: string },
): PullRequest {
  repository.numbers += 1
  const now = world.now()
  return {
    id: world.nextId(),
    number: repository.numbers,
    title,
    body,
    branch,
    base,
    commit: tips.head,
    baseCommit: tips.base,
    status: 'open',
    draft,
    labels: [],
    reviewers: [],
    teams: [],
    comments: [],
    reviews: [],
    author: by,
    createdAt: now,
    updatedAt: now,
    version: 0,
  }
}
