import { ConflictError } from '@groundplan/errors'
import type {
  CommitStatus,
  KeyedComment,
  NewPullRequest,
  PullRequestFilter,
  PullRequestMerge,
  PullRequestUpdate,
  RepositoryName,
  ScmProvider,
  WebhookRegistration,
  WebhookRequest,
} from '@groundplan/scm'
import { readGitCredentials } from './authentication.ts'
import type { BitbucketCloudAuthentication, BitbucketCloudOptions } from './bitbucket-cloud-options.ts'
import { BitbucketCloudClient } from './client.ts'
import { closePullRequest } from './close-pull-request.ts'
import { listComments, putComment } from './comments.ts'
import { features } from './features.ts'
import { mergePullRequest } from './merge-pull-request.ts'
import { openPullRequest } from './open-pull-request.ts'
import { getPullRequest, listPullRequests, reopenPullRequest } from './pull-requests.ts'
import { readWebhook } from './read-webhook.ts'
import { findHead, getRepository, listRepositories } from './repositories.ts'
import { listReviews } from './reviews.ts'
import { setStatus } from './statuses.ts'
import { updatePullRequest } from './update-pull-request.ts'
import { putWebhook } from './webhooks.ts'

/** Bitbucket Cloud; an owner is a workspace. Reviewers are `{uuid}`s or ids of Atlassian accounts. */
export class BitbucketCloudScmProvider implements ScmProvider {
  readonly kind = 'bitbucket-cloud'
  readonly features = features
  readonly #client: BitbucketCloudClient
  readonly #authentication: BitbucketCloudAuthentication

  constructor(options: BitbucketCloudOptions) {
    this.#client = new BitbucketCloudClient(options)
    this.#authentication = options.authentication
  }

  listRepositories(owner: string, signal?: AbortSignal) {
    return listRepositories(this.#client, owner, signal)
  }

  getRepository(repository: RepositoryName) {
    return getRepository(this.#client, repository)
  }

  findHead(repository: RepositoryName) {
    return findHead(this.#client, repository)
  }

  findGitCredentials() {
    return readGitCredentials(this.#authentication)
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

  closePullRequest(repository: RepositoryName, number: number) {
    return closePullRequest(this.#client, repository, number)
  }

  reopenPullRequest(repository: RepositoryName, number: number) {
    return reopenPullRequest(this.#client, repository, number)
  }

  mergePullRequest(repository: RepositoryName, merge: PullRequestMerge) {
    return mergePullRequest(this.#client, repository, merge)
  }

  listReviews(repository: RepositoryName, number: number) {
    return listReviews(this.#client, repository, number)
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

  async findIssue(): Promise<undefined> {
    return undefined
  }

  async putIssue(): Promise<never> {
    throw new ConflictError('Bitbucket Cloud does not support issues.')
  }

  putWebhook(repository: RepositoryName, webhook: WebhookRegistration) {
    return putWebhook(this.#client, repository, webhook)
  }

  readWebhook(request: WebhookRequest, secrets: readonly string[]) {
    return readWebhook(request, secrets)
  }
}
