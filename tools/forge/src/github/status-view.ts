import type { HostUrls } from '../http/host-state.ts'
import type { Repository, Status } from '../model/repository.ts'
import { avatarUrl, viewAccount } from './account-view.ts'
import { nodeId, printTime } from './format.ts'
import { repositoryUrl } from './repository-view.ts'

/** `status` of GitHub's description. */
export function viewStatus(status: Status, repository: Repository, urls: HostUrls) {
  return { ...viewSimpleStatus(status, repository, urls), creator: viewAccount(status.author, urls) }
}

/** `simple-commit-status`. */
export function viewSimpleStatus(status: Status, repository: Repository, urls: HostUrls) {
  return {
    url: `${repositoryUrl(repository, urls)}/statuses/${status.commit}`,
    avatar_url: avatarUrl(status.author.login, urls),
    id: status.id,
    node_id: nodeId('SC', status.id),
    state: status.word,
    description: status.description === '' ? null : status.description,
    target_url: status.url ?? null,
    context: status.key,
    created_at: printTime(status.createdAt),
    updated_at: printTime(status.updatedAt),
  }
}
