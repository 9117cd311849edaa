import type { HttpFetch } from '@groundplan/http'
import type {
  Comment,
  CommitStatus,
  GitCredentials,
  HostedRepository,
  Issue,
  KeyedComment,
  NewPullRequest,
  PullRequest,
  PullRequestFilter,
  PullRequestMerge,
  PullRequestUpdate,
  RepositoryName,
  Review,
  ScmFeatures,
  ScmProvider,
  WebhookDelivery,
  WebhookRegistration,
  WebhookRequest,
} from '@groundplan/scm'
import { closePullRequest, reopenPullRequest } from './close-pull-request.ts'
import { listComments, putComment } from './comments.ts'
import { createGithubClient } from './create-github-client.ts'
import { createFindLogin } from './find-login.ts'
import type { GithubSession } from './github-session.ts'
import { findIssue, putIssue } from './issues.ts'
import { listRepositories } from './list-repositories.ts'
import { listReviews } from './list-reviews.ts'
import { mergePullRequest } from './merge-pull-request.ts'
import { openPullRequest } from './open-pull-request.ts'
import { putWebhook } from './put-webhook.ts'
import { getPullRequest, listPullRequests } from './read-pull-requests.ts'
import { findHead, getRepository } from './read-repository.ts'
import { readWebhook } from './read-webhook.ts'
import { setStatus } from './set-status.ts'
import { updatePullRequest } from './update-pull-request.ts'

export interface GithubScmProviderOptions {
  /** Defaults to GitHub.com; `https://<host>/api/v3` for an Enterprise Server. */
  readonly apiUrl?: string | undefined
  /** A token, or a function called before each request, for tokens that expire. */
  readonly token: string | (() => Promise<string>)
  /** Sends requests with retries; see `createHttpFetch`. */
  readonly fetch: HttpFetch
  /** Waits this many milliseconds before checking the result of a request whose response was lost. */
  readonly wait?: ((milliseconds: number) => Promise<unknown>) | undefined
}

/** GitHub.com and GitHub Enterprise Server. */
export class GithubScmProvider implements ScmProvider {
  readonly kind = 'github'
  readonly features: ScmFeatures = {
    changeTokens: true,
    topics: true,
    labels: true,
    reviewers: true,
    drafts: true,
    statuses: true,
    issues: true,
    webhooks: true,
    uniquePullRequests: true,
    // GitHub's 65,536 minus room for the marker line.
    maximumBodyLength: 65_400,
  }
  readonly #session: GithubSession
  readonly #readToken: () => Promise<string>

  constructor({ apiUrl, token, fetch, wait }: GithubScmProviderOptions) {
    this.#readToken = typeof token === 'string' ? async () => token : token
    const client = createGithubClient({ apiUrl, fetch, readToken: this.#readToken })
    this.#session = {
      client,
      wait,
      findLogin: createFindLogin(client),
      repeatable: { fetch: async (input, init) => fetch(input, { ...init, idempotent: true }) },
    }
  }

  listRepositories(owner: string, signal?: AbortSignal): AsyncIterable<readonly HostedRepository[]> {
    return listRepositories(this.#session, owner, signal)
  }

  async getRepository(repository: RepositoryName): Promise<HostedRepository> {
    return getRepository(this.#session, repository)
  }

  async findHead(repository: RepositoryName): Promise<string | undefined> {
    return findHead(this.#session, repository)
  }

  /** GitHub accepts any token with this user name for git. */
  async findGitCredentials(): Promise<GitCredentials> {
    return { username: 'x-access-token', password: await this.#readToken() }
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

  async closePullRequest(repository: RepositoryName, number: number): Promise<void> {
    await closePullRequest(this.#session, repository, number)
  }

  async reopenPullRequest(repository: RepositoryName, number: number): Promise<PullRequest> {
    return reopenPullRequest(this.#session, repository, number)
  }

  async mergePullRequest(repository: RepositoryName, merge: PullRequestMerge): Promise<string> {
    return mergePullRequest(this.#session, repository, merge)
  }

  async listReviews(repository: RepositoryName, number: number): Promise<readonly Review[]> {
    return listReviews(this.#session, repository, number)
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

  async findIssue(repository: RepositoryName, title: string): Promise<Issue | undefined> {
    return findIssue(this.#session, repository, title)
  }

  async putIssue(repository: RepositoryName, issue: Pick<Issue, 'title' | 'body'>): Promise<Issue> {
    return putIssue(this.#session, repository, issue)
  }

  async putWebhook(repository: RepositoryName, webhook: WebhookRegistration): Promise<void> {
    await putWebhook(this.#session, repository, webhook)
  }

  async readWebhook(request: WebhookRequest, secrets: readonly string[]): Promise<WebhookDelivery> {
    return readWebhook(request, secrets)
  }
}
