import type { HostUrls } from '../http/host-state.ts'
import type { PullRequest, Review } from '../model/pull-request.ts'
import type { Repository } from '../model/repository.ts'
import { viewAccount } from './account-view.ts'
import { nodeId, printTime } from './format.ts'
import { repositoryPage, repositoryUrl } from './repository-view.ts'

const states = {
  approved: 'APPROVED',
  'changes-requested': 'CHANGES_REQUESTED',
  commented: 'COMMENTED',
} as const

/** `pull-request-review` of GitHub's description. */
export function viewReview(
  { id, author, body, verdict, commit, at }: Review,
  { number }: PullRequest,
  { repository, urls }: { repository: Repository; urls: HostUrls },
) {
  const page = `${repositoryPage(repository, urls)}/pull/${number}#pullrequestreview-${id}`
  const pullRequestUrl = `${repositoryUrl(repository, urls)}/pulls/${number}`
  return {
    id,
    node_id: nodeId('PRR', id),
    user: viewAccount(author, urls),
    body,
    state: states[verdict],
    html_url: page,
    pull_request_url: pullRequestUrl,
    author_association: 'MEMBER',
    _links: { html: { href: page }, pull_request: { href: pullRequestUrl } },
    submitted_at: printTime(at),
    commit_id: commit,
  }
}
