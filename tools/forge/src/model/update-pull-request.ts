import type { Account } from './account.ts'
import { branchTip } from './find-in-repository.ts'
import type { PullRequest } from './pull-request.ts'
import { Refusal } from './refusal.ts'
import type { Repository } from './repository.ts'
import { requireBody, requireTitle } from './require-text.ts'
import { touch } from './touch.ts'
import type { World } from './world.ts'

export interface PullRequestChange {
  readonly title?: string | undefined
  readonly body?: string | undefined
  readonly base?: string | undefined
  readonly draft?: boolean | undefined
  readonly by: Account
  readonly limit: number
}

/** Changes texts, base or draft of a pull request; what is absent stays. Throws a Refusal. */
export function updatePullRequest(
  world: World,
  repository: Repository,
  pullRequest: PullRequest,
  change: PullRequestChange,
): void {
  if (repository.archived) throw new Refusal('archived')
  if (change.title !== undefined) requireTitle(change.title, 'pull request')
  if (change.body !== undefined) requireBody(change.body, change.limit, 'pull request')
  if (change.base !== undefined && branchTip(repository, change.base) === undefined)
    throw new Refusal('base-missing', { field: change.base })
  changeTexts(world, repository, pullRequest, change)
  changeDraft(world, repository, pullRequest, change)
}

function changeTexts(
  world: World,
  repository: Repository,
  pullRequest: PullRequest,
  change: PullRequestChange,
) {
  const { title = pullRequest.title, body = pullRequest.body, base = pullRequest.base, by } = change
  const former = {
    ...(title === pullRequest.title ? {} : { title: pullRequest.title }),
    ...(body === pullRequest.body ? {} : { body: pullRequest.body }),
    ...(base === pullRequest.base ? {} : { base: pullRequest.base }),
  }
  if (Object.keys(former).length === 0) return
  Object.assign(pullRequest, { title, body, base })
  touch(world, pullRequest)
  world.emit({ kind: 'pull-request', action: 'edited', repository, by, pullRequest, former })
}

function changeDraft(
  world: World,
  repository: Repository,
  pullRequest: PullRequest,
  change: PullRequestChange,
) {
  const { draft = pullRequest.draft, by } = change
  if (draft === pullRequest.draft) return
  pullRequest.draft = draft
  touch(world, pullRequest)
  const action = draft ? 'converted-to-draft' : 'ready-for-review'
  world.emit({ kind: 'pull-request', action, repository, by, pullRequest })
}
