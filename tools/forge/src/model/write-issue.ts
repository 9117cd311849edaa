import type { Account } from './account.ts'
import type { Issue } from './pull-request.ts'
import { Refusal } from './refusal.ts'
import type { Repository } from './repository.ts'
import { requireBody, requireTitle } from './require-text.ts'
import { touch } from './touch.ts'
import type { World } from './world.ts'

export interface IssueTexts {
  readonly title?: string | undefined
  readonly body?: string | undefined
  readonly open?: boolean | undefined
  readonly by: Account
  readonly limit: number
}

/** Throws a Refusal. */
export function openIssue(world: World, repository: Repository, texts: IssueTexts): Issue {
  const { title = '', body = '', by, limit } = texts
  if (repository.archived) throw new Refusal('archived')
  if (!repository.hasIssues) throw new Refusal('issues-off')
  requireTitle(title, 'issue')
  requireBody(body, limit, 'issue')
  repository.numbers += 1
  const now = world.now()
  const issue: Issue = {
    id: world.nextId(),
    number: repository.numbers,
    title,
    body,
    open: true,
    labels: [],
    comments: [],
    author: by,
    createdAt: now,
    updatedAt: now,
  }
  repository.issues.push(issue)
  world.emit({ kind: 'issue', action: 'opened', repository, by, issue })
  return issue
}

/** Changes an issue; what is absent stays. Throws a Refusal. */
export function updateIssue(world: World, repository: Repository, issue: Issue, texts: IssueTexts): void {
  const { title = issue.title, body = issue.body, open = issue.open, by, limit } = texts
  if (repository.archived) throw new Refusal('archived')
  requireTitle(title, 'issue')
  requireBody(body, limit, 'issue')
  const action = open === issue.open ? 'edited' : open ? 'reopened' : 'closed'
  if (open !== issue.open) {
    issue.closedAt = open ? undefined : world.now()
    issue.closedBy = open ? undefined : by
  }
  Object.assign(issue, { title, body, open })
  touch(world, issue)
  world.emit({ kind: 'issue', action, repository, by, issue })
}
