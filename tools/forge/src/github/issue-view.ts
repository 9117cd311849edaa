import type { HostUrls } from '../http/host-state.ts'
import { isPullRequest } from '../model/find-in-repository.ts'
import type { Comment, Issue, PullRequest } from '../model/pull-request.ts'
import type { Repository } from '../model/repository.ts'
import { viewAccount, viewOptionalAccount } from './account-view.ts'
import { nodeId, printOptionalTime, printTime } from './format.ts'
import { viewLabels } from './label-view.ts'
import { repositoryPage, repositoryUrl } from './repository-view.ts'

export interface IssueContext {
  readonly repository: Repository
  readonly urls: HostUrls
}

/** `issue` of GitHub's description; pull requests are issues too. */
export function viewIssue(subject: Issue | PullRequest, { repository, urls }: IssueContext) {
  const open = isPullRequest(subject) ? subject.status === 'open' : subject.open
  return {
    ...viewAddresses(subject, { repository, urls }),
    number: subject.number,
    state: open ? 'open' : 'closed',
    state_reason: open || isPullRequest(subject) ? null : 'completed',
    title: subject.title,
    body: subject.body === '' ? null : subject.body,
    user: viewAccount(subject.author, urls),
    labels: viewLabels(subject.labels, repository, urls),
    assignee: null,
    assignees: [],
    milestone: null,
    locked: false,
    active_lock_reason: null,
    comments: subject.comments.length,
    closed_at: printOptionalTime(subject.closedAt),
    closed_by: viewOptionalAccount(subject.closedBy, urls),
    created_at: printTime(subject.createdAt),
    updated_at: printTime(subject.updatedAt),
    author_association: 'MEMBER',
    reactions: viewReactions(`${repositoryUrl(repository, urls)}/issues/${subject.number}`),
    performed_via_github_app: null,
    ...(isPullRequest(subject) ? viewPullRequestPart(subject, { repository, urls }) : {}),
  }
}

/** `issue-comment`. */
export function viewComment(
  { id, body, author, createdAt, updatedAt }: Comment,
  { number, ...subject }: Issue | PullRequest,
  { repository, urls }: IssueContext,
) {
  const url = `${repositoryUrl(repository, urls)}/issues/comments/${id}`
  const folder = 'branch' in subject ? 'pull' : 'issues'
  return {
    id,
    node_id: nodeId('IC', id),
    url,
    html_url: `${repositoryPage(repository, urls)}/${folder}/${number}#issuecomment-${id}`,
    issue_url: `${repositoryUrl(repository, urls)}/issues/${number}`,
    body,
    user: viewAccount(author, urls),
    created_at: printTime(createdAt),
    updated_at: printTime(updatedAt),
    author_association: 'MEMBER' as const,
    reactions: viewReactions(url),
    performed_via_github_app: null,
  }
}

function viewPullRequestPart(pullRequest: PullRequest, { repository, urls }: IssueContext) {
  const page = `${repositoryPage(repository, urls)}/pull/${pullRequest.number}`
  const mergedAt = pullRequest.status === 'merged' ? pullRequest.closedAt : undefined
  return {
    draft: pullRequest.draft,
    pull_request: {
      url: `${repositoryUrl(repository, urls)}/pulls/${pullRequest.number}`,
      html_url: page,
      diff_url: `${page}.diff`,
      patch_url: `${page}.patch`,
      merged_at: printOptionalTime(mergedAt),
    },
  }
}

function viewAddresses(subject: Issue | PullRequest, { repository, urls }: IssueContext) {
  const root = repositoryUrl(repository, urls)
  const url = `${root}/issues/${subject.number}`
  const folder = isPullRequest(subject) ? 'pull' : 'issues'
  return {
    id: subject.id,
    node_id: nodeId('I', subject.id),
    url,
    repository_url: root,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    timeline_url: `${url}/timeline`,
    html_url: `${repositoryPage(repository, urls)}/${folder}/${subject.number}`,
  }
}

function viewReactions(url: string) {
  const none = { '+1': 0, '-1': 0, laugh: 0, hooray: 0, confused: 0, heart: 0, rocket: 0, eyes: 0 }
  return { url: `${url}/reactions`, total_count: 0, ...none }
}
