import { compareCommits } from '../git/compare-commits.ts'
import { mergeTree } from '../git/merge-commits.ts'
import type { HostUrls } from '../http/host-state.ts'
import { branchTip } from '../model/find-in-repository.ts'
import type { PullRequest } from '../model/pull-request.ts'
import type { Repository } from '../model/repository.ts'
import type { World } from '../model/world.ts'
import { viewAccount, viewOptionalAccount, viewOwner } from './account-view.ts'
import { nodeId, printOptionalTime, printTime } from './format.ts'
import { viewLabels } from './label-view.ts'
import { repositoryPage, repositoryUrl, viewRepository } from './repository-view.ts'
import { viewTeam } from './team-view.ts'

export interface ViewContext {
  readonly world: World
  readonly repository: Repository
  readonly urls: HostUrls
}

/** `pull-request-simple` of GitHub's description, as lists have it. */
export function viewPullRequest(pullRequest: PullRequest, context: ViewContext) {
  const { world, repository, urls } = context
  const { status, closedAt, mergeCommit } = pullRequest
  const reviewers = pullRequest.reviewers.map((login) => viewAccount(world.person(login), urls))
  return {
    ...viewAddresses(pullRequest, repository, urls),
    number: pullRequest.number,
    state: status === 'open' ? 'open' : 'closed',
    locked: false,
    title: pullRequest.title,
    user: viewAccount(pullRequest.author, urls),
    body: pullRequest.body === '' ? null : pullRequest.body,
    labels: viewLabels(pullRequest.labels, repository, urls).map((label) => ({
      ...label,
      // Here, unlike elsewhere, the description has no null.
      description: label.description ?? '',
    })),
    milestone: null,
    active_lock_reason: null,
    created_at: printTime(pullRequest.createdAt),
    updated_at: printTime(pullRequest.updatedAt),
    closed_at: printOptionalTime(closedAt),
    merged_at: status === 'merged' ? printOptionalTime(closedAt) : null,
    merge_commit_sha: mergeCommit ?? null,
    assignee: null,
    assignees: [],
    requested_reviewers: reviewers,
    requested_teams: pullRequest.teams.map((slug) => viewTeam(slug, repository.owner, urls)),
    head: viewEnd(pullRequest.branch, pullRequest.commit, context),
    base: viewEnd(pullRequest.base, pullRequest.baseCommit, context),
    author_association: 'MEMBER',
    auto_merge: null,
    draft: pullRequest.draft,
  }
}

/** `pull-request`: with what git says about it. */
export async function viewFullPullRequest(pullRequest: PullRequest, context: ViewContext) {
  const { urls } = context
  const merged = pullRequest.status === 'merged'
  const { directory } = context.repository
  const changes = await compareCommits(directory, pullRequest.baseCommit, pullRequest.commit)
  return {
    ...viewPullRequest(pullRequest, context),
    merged,
    ...(await viewMergeability(pullRequest, context.repository)),
    merged_by: merged ? viewOptionalAccount(pullRequest.closedBy, urls) : null,
    comments: pullRequest.comments.length,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: changes.commits,
    additions: changes.additions,
    deletions: changes.deletions,
    changed_files: changes.changedFiles,
  }
}

async function viewMergeability(pullRequest: PullRequest, repository: Repository) {
  const base = branchTip(repository, pullRequest.base)
  if (pullRequest.status !== 'open' || base === undefined)
    return { mergeable: null, rebaseable: null, mergeable_state: 'unknown' }
  const mergeable = (await mergeTree(repository.directory, base, pullRequest.commit)) !== undefined
  const state = pullRequest.draft ? 'draft' : mergeable ? 'clean' : 'dirty'
  return { mergeable, rebaseable: false, mergeable_state: state }
}

function viewEnd(branch: string, commit: string, { repository, urls }: ViewContext) {
  return {
    label: `${repository.owner}:${branch}`,
    ref: branch,
    sha: commit,
    user: viewOwner(repository.owner, urls),
    repo: viewRepository(repository, urls),
  }
}

function viewAddresses({ id, number, commit }: PullRequest, repository: Repository, urls: HostUrls) {
  const root = repositoryUrl(repository, urls)
  const url = `${root}/pulls/${number}`
  const issueUrl = `${root}/issues/${number}`
  const page = `${repositoryPage(repository, urls)}/pull/${number}`
  const addresses = {
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${root}/pulls/comments{/number}`,
    comments_url: `${issueUrl}/comments`,
    statuses_url: `${root}/statuses/${commit}`,
  }
  return {
    id,
    node_id: nodeId('PR', id),
    url,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: issueUrl,
    ...addresses,
    _links: {
      self: { href: url },
      html: { href: page },
      issue: { href: issueUrl },
      comments: { href: addresses.comments_url },
      review_comments: { href: addresses.review_comments_url },
      review_comment: { href: addresses.review_comment_url },
      commits: { href: addresses.commits_url },
      statuses: { href: addresses.statuses_url },
    },
  }
}
