import type {
  Comment,
  CommitStatus,
  KeyedComment,
  NewPullRequest,
  PullRequest,
  PullRequestFilter,
  PullRequestHost,
  PullRequestMerge,
  PullRequestUpdate,
  RefusedReviewer,
  RepositoryName,
} from '@groundplan/scm'
import { closePullRequest, reopenPullRequest } from './close-pull-request.ts'
import { listComments, putComment } from './comments.ts'
import type { GithubSession } from './github-session.ts'
import { maximumBodyLength } from './maximum-body-length.ts'
import { mergePullRequest } from './merge-pull-request.ts'
import { openPullRequest } from './open-pull-request.ts'
import { getPullRequest, listPullRequests } from './read-pull-requests.ts'
import { requestReviewers } from './request-reviewers.ts'
import { setStatus } from './set-status.ts'
import { updatePullRequest } from './update-pull-request.ts'

/** Users, and teams as `organization/team`. */
const canAsk = (name: string) => /^[\w-]+(?:\[bot\])?(?:\/[\w.-]+)?$/.test(name)

export class GithubPullRequestHost implements PullRequestHost {
  readonly features = { labels: true, folds: true, canAsk, maximumBodyLength }
  readonly #session: GithubSession

  constructor(session: GithubSession) {
    this.#session = session
  }

  async listPullRequests(
    repository: RepositoryName,
    filter: PullRequestFilter,
  ): Promise<readonly PullRequest[]> {
    return listPullRequests(this.#session, repository, filter)
  }

  async getPullRequest(repository: RepositoryName, number: number): Promise<PullRequest> {
    return getPullRequest(this.#session, repository, number)
  }

  async openPullRequest(repository: RepositoryName, request: NewPullRequest): Promise<PullRequest> {
    return openPullRequest(this.#session, repository, request)
  }

  async updatePullRequest(
    repository: RepositoryName,
    number: number,
    update: PullRequestUpdate,
  ): Promise<PullRequest> {
    return updatePullRequest(this.#session, repository, number, update)
  }

  async requestReviewers(
    repository: RepositoryName,
    number: number,
    reviewers: readonly string[],
  ): Promise<readonly RefusedReviewer[]> {
    return requestReviewers(this.#session, repository, number, reviewers)
  }

  /** GitHub asks the owners of CODEOWNERS in the repository by itself. */
  async listDefaultReviewers(): Promise<readonly string[]> {
    return []
  }

  async closePullRequest(repository: RepositoryName, number: number): Promise<void> {
    await closePullRequest(this.#session, repository, number)
  }

  async reopenPullRequest(repository: RepositoryName, number: number): Promise<PullRequest> {
    return reopenPullRequest(this.#session, repository, number)
  }

  async mergePullRequest(repository: RepositoryName, merge: PullRequestMerge): Promise<string> {
    return mergePullRequest(this.#session, repository, merge)
  }

  async listComments(repository: RepositoryName, number: number): Promise<readonly Comment[]> {
    return listComments(this.#session, { repository, number })
  }

  async putComment(repository: RepositoryName, number: number, comment: KeyedComment): Promise<void> {
    await putComment(this.#session, { repository, number }, comment)
  }

  async setStatus(repository: RepositoryName, commit: string, status: CommitStatus): Promise<void> {
    await setStatus(this.#session, repository, commit, status)
  }
}
