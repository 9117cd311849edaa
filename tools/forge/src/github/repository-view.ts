import type { HostUrls } from '../http/host-state.ts'
import type { Repository } from '../model/repository.ts'
import { viewOwner } from './account-view.ts'
import { nodeId, printTime } from './format.ts'

/** `repository` and `minimal-repository` of GitHub's description. */
export function viewRepository(repository: Repository, urls: HostUrls) {
  const { owner, name, description, archived, fork, topics, language, defaultBranch } = repository
  return {
    ...viewAddresses(repository, urls),
    ...counts(repository),
    name,
    full_name: `${owner}/${name}`,
    owner: viewOwner(owner, urls),
    private: true,
    visibility: 'private',
    description: description === '' ? null : description,
    fork,
    homepage: null,
    language: language ?? null,
    license: null,
    mirror_url: null,
    default_branch: defaultBranch,
    topics: [...topics],
    is_template: false,
    archived,
    disabled: false,
    has_issues: repository.hasIssues,
    has_projects: false,
    has_wiki: false,
    has_pages: false,
    has_downloads: false,
    has_discussions: false,
    allow_forking: false,
    web_commit_signoff_required: false,
    created_at: printTime(repository.createdAt),
    updated_at: printTime(repository.updatedAt),
    pushed_at: printTime(repository.pushedAt),
    permissions: permissions(repository),
  }
}

/** `full-repository`. */
export function viewFullRepository(repository: Repository, urls: HostUrls) {
  return {
    ...viewRepository(repository, urls),
    organization: viewOwner(repository.owner, urls),
    allow_rebase_merge: false,
    allow_squash_merge: true,
    allow_merge_commit: true,
    allow_auto_merge: false,
    allow_update_branch: false,
    delete_branch_on_merge: false,
    network_count: 0,
    subscribers_count: 0,
  }
}

export function repositoryUrl({ owner, name }: Pick<Repository, 'owner' | 'name'>, urls: HostUrls): string {
  return `${urls.api}/repos/${owner}/${name}`
}

export function repositoryPage({ owner, name }: Pick<Repository, 'owner' | 'name'>, urls: HostUrls): string {
  return `${urls.web}/${owner}/${name}`
}

function counts({ issues, pullRequests }: Repository) {
  const open = issues.filter((issue) => issue.open).length
  const all = open + pullRequests.filter(({ status }) => status === 'open').length
  return {
    size: 1,
    forks: 0,
    forks_count: 0,
    stargazers_count: 0,
    watchers: 0,
    watchers_count: 0,
    open_issues: all,
    open_issues_count: all,
  }
}

function permissions({ access }: Repository) {
  const push = access === 'write'
  return { admin: push, maintain: push, push, triage: push, pull: true }
}

function viewAddresses(repository: Repository, urls: HostUrls) {
  const url = repositoryUrl(repository, urls)
  const page = repositoryPage(repository, urls)
  return {
    id: repository.id,
    node_id: nodeId('R', repository.id),
    url,
    html_url: page,
    clone_url: `${page}.git`,
    git_url: `git://127.0.0.1/${repository.owner}/${repository.name}.git`,
    ssh_url: `git@127.0.0.1:${repository.owner}/${repository.name}.git`,
    svn_url: page,
    archive_url: `${url}/{archive_format}{/ref}`,
    assignees_url: `${url}/assignees{/user}`,
    blobs_url: `${url}/git/blobs{/sha}`,
    branches_url: `${url}/branches{/branch}`,
    collaborators_url: `${url}/collaborators{/collaborator}`,
    comments_url: `${url}/comments{/number}`,
    commits_url: `${url}/commits{/sha}`,
    compare_url: `${url}/compare/{base}...{head}`,
    contents_url: `${url}/contents/{+path}`,
    contributors_url: `${url}/contributors`,
    deployments_url: `${url}/deployments`,
    downloads_url: `${url}/downloads`,
    events_url: `${url}/events`,
    forks_url: `${url}/forks`,
    git_commits_url: `${url}/git/commits{/sha}`,
    git_refs_url: `${url}/git/refs{/sha}`,
    git_tags_url: `${url}/git/tags{/sha}`,
    hooks_url: `${url}/hooks`,
    issue_comment_url: `${url}/issues/comments{/number}`,
    issue_events_url: `${url}/issues/events{/number}`,
    issues_url: `${url}/issues{/number}`,
    keys_url: `${url}/keys{/key_id}`,
    labels_url: `${url}/labels{/name}`,
    languages_url: `${url}/languages`,
    merges_url: `${url}/merges`,
    milestones_url: `${url}/milestones{/number}`,
    notifications_url: `${url}/notifications{?since,all,participating}`,
    pulls_url: `${url}/pulls{/number}`,
    releases_url: `${url}/releases{/id}`,
    stargazers_url: `${url}/stargazers`,
    statuses_url: `${url}/statuses/{sha}`,
    subscribers_url: `${url}/subscribers`,
    subscription_url: `${url}/subscription`,
    tags_url: `${url}/tags`,
    teams_url: `${url}/teams`,
    trees_url: `${url}/git/trees{/sha}`,
  }
}
