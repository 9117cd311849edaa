import type { GitCredentials, HostedRepository, RepositoryName } from './hosted-repository.ts'
import type {
  Comment,
  CommitStatus,
  Issue,
  KeyedComment,
  NewPullRequest,
  PullRequest,
  PullRequestFilter,
  PullRequestMerge,
  PullRequestUpdate,
  Review,
} from './pull-request.ts'
import type { WebhookDelivery, WebhookRegistration, WebhookRequest } from './webhook.ts'

export const scmKinds = ['github', 'bitbucket-cloud', 'bitbucket-data-center', 'local-git'] as const

/** The kinds of hosts that we speak with. */
export type ScmKind = (typeof scmKinds)[number]

/** What a host can do. Where it cannot, the field or call that needs it says what happens instead. */
export interface ScmFeatures {
  /** Listings carry a {@link HostedRepository.changeToken}. */
  readonly changeTokens: boolean
  readonly topics: boolean
  readonly labels: boolean
  readonly reviewers: boolean
  readonly drafts: boolean
  readonly statuses: boolean
  readonly issues: boolean
  readonly webhooks: boolean
  /** The host itself refuses a second open pull request from the same branch. */
  readonly uniquePullRequests: boolean
  /** Longest body of a pull request, comment or issue, in characters. */
  readonly maximumBodyLength: number
}

/**
 * Port: a service that keeps git repositories and pull requests. Contents go through git (RepositoryReader, ReviewRepository), not
 * through here.
 *
 * Every call throws NotFoundError (no such repository or number, also where the host hides what one may not see), NotAllowedError
 * (the credentials are refused or not enough), ConflictError (the present state does not allow it), InputError (the host refuses
 * the content) or ExternalServiceError. What can be tried again without harm has been by then.
 */
export interface ScmProvider {
  readonly kind: ScmKind
  readonly features: ScmFeatures
  /** The repositories of an owner, in pages of at most 100 with one request each. */
  listRepositories(owner: string, signal?: AbortSignal): AsyncIterable<readonly HostedRepository[]>
  getRepository(repository: RepositoryName): Promise<HostedRepository>
  /** Commit of the default branch; `undefined` while the repository is empty. */
  findHead(repository: RepositoryName): Promise<string | undefined>
  /** Credentials for git, as they are now; `undefined` if none are needed. */
  findGitCredentials(): Promise<GitCredentials | undefined>

  /** Newest first. */
  listPullRequests(repository: RepositoryName, filter: PullRequestFilter): Promise<readonly PullRequest[]>
  getPullRequest(repository: RepositoryName, number: number): Promise<PullRequest>
  /**
   * Opens a pull request. Throws ConflictError if the branch has an open one already. Of a request whose answer is lost, it
   * finds out whether it was carried out.
   */
  openPullRequest(repository: RepositoryName, request: NewPullRequest): Promise<PullRequest>
  /** Bodies that are too long are refused; see `maximumBodyLength`. */
  updatePullRequest(
    repository: RepositoryName,
    number: number,
    update: PullRequestUpdate,
  ): Promise<PullRequest>
  /** Closes it without merging; does nothing if it is no longer open. */
  closePullRequest(repository: RepositoryName, number: number): Promise<void>
  /** Opens a closed one again. Throws ConflictError where the host or the state of the branch does not allow it. */
  reopenPullRequest(repository: RepositoryName, number: number): Promise<PullRequest>
  /**
   * Merges with a merge commit; returns its id. Throws ConflictError if the branch has moved, conflicts, or must not be merged yet.
   */
  mergePullRequest(repository: RepositoryName, merge: PullRequestMerge): Promise<string>
  listReviews(repository: RepositoryName, number: number): Promise<readonly Review[]>
  /** Oldest first. */
  listComments(repository: RepositoryName, number: number): Promise<readonly Comment[]>
  /** Writes a comment, or edits the one that was written with this key. */
  putComment(repository: RepositoryName, number: number, comment: KeyedComment): Promise<void>

  /** Does nothing where the host has no statuses. */
  setStatus(repository: RepositoryName, commit: string, status: CommitStatus): Promise<void>
  /** The issue with this title that we wrote, open or closed. `undefined` also where the host has no issues. */
  findIssue(repository: RepositoryName, title: string): Promise<Issue | undefined>
  /** Writes the issue with this title, or edits it and opens it again. Throws ConflictError where the host has no issues. */
  putIssue(repository: RepositoryName, issue: Pick<Issue, 'title' | 'body'>): Promise<Issue>

  /** Registers a webhook, or changes the one with this URL. Throws ConflictError where the host has none. */
  putWebhook(repository: RepositoryName, webhook: WebhookRegistration): Promise<void>
  /** Verifies a delivery and says what it is about. Throws NotAllowedError if it was not signed with one of the secrets. */
  readWebhook(request: WebhookRequest, secrets: readonly string[]): Promise<WebhookDelivery>
}
