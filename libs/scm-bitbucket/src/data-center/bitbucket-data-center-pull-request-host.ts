import type {
  CommitStatus,
  KeyedComment,
  NewPullRequest,
  PullRequestFilter,
  PullRequestHost,
  PullRequestMerge,
  PullRequestUpdate,
  RepositoryName,
} from '@groundplan/scm'
import type { BitbucketDataCenterClient } from './client.ts'
import { closePullRequest } from './close-pull-request.ts'
import { listComments, putComment } from './comments.ts'
import { mergePullRequest } from './merge-pull-request.ts'
import { openPullRequest } from './open-pull-request.ts'
import { features } from './pull-request-features.ts'
import { getPullRequest, listPullRequests, reopenPullRequest } from './pull-requests.ts'
import { setStatus } from './statuses.ts'
import { requestReviewers, updatePullRequest } from './update-pull-request.ts'

/** Reviewers are names of users. */
export class BitbucketDataCenterPullRequestHost implements PullRequestHost {
  readonly features = features
  readonly #client: BitbucketDataCenterClient

  constructor(client: BitbucketDataCenterClient) {
    this.#client = client
  }

  listPullRequests(repository: RepositoryName, filter: PullRequestFilter) {
    return listPullRequests(this.#client, repository, filter)
  }

  getPullRequest(repository: RepositoryName, number: number) {
    return getPullRequest(this.#client, repository, number)
  }

  openPullRequest(repository: RepositoryName, request: NewPullRequest) {
    return openPullRequest(this.#client, repository, request)
  }

  updatePullRequest(repository: RepositoryName, number: number, update: PullRequestUpdate) {
    return updatePullRequest(this.#client, repository, number, update)
  }

  requestReviewers(repository: RepositoryName, number: number, reviewers: readonly string[]) {
    return requestReviewers(this.#client, repository, number, reviewers)
  }

  closePullRequest(repository: RepositoryName, number: number) {
    return closePullRequest(this.#client, repository, number)
  }

  reopenPullRequest(repository: RepositoryName, number: number) {
    return reopenPullRequest(this.#client, repository, number)
  }

  mergePullRequest(repository: RepositoryName, merge: PullRequestMerge) {
    return mergePullRequest(this.#client, repository, merge)
  }

  listComments(repository: RepositoryName, number: number) {
    return listComments(this.#client, repository, number)
  }

  putComment(repository: RepositoryName, number: number, comment: KeyedComment) {
    return putComment(this.#client, repository, number, comment)
  }

  setStatus(repository: RepositoryName, commit: string, status: CommitStatus) {
    return setStatus(this.#client, repository, commit, status)
  }
}
