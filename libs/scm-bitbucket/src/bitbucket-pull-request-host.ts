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

/** How one kind of Bitbucket does what a PullRequestHost promises. */
export type PullRequestOperations<Client> = Pick<PullRequestHost, 'features'> & {
  readonly [Name in Exclude<keyof PullRequestHost, 'features'>]: (
    client: Client,
    ...given: Parameters<PullRequestHost[Name]>
  ) => ReturnType<PullRequestHost[Name]>
}

/** Pull requests at either kind of Bitbucket. */
export class BitbucketPullRequestHost<Client> implements PullRequestHost {
  readonly features: PullRequestHost['features']
  readonly #client: Client
  readonly #operations: PullRequestOperations<Client>

  constructor(client: Client, operations: PullRequestOperations<Client>) {
    this.features = operations.features
    this.#client = client
    this.#operations = operations
  }

  listPullRequests(repository: RepositoryName, filter: PullRequestFilter) {
    return this.#operations.listPullRequests(this.#client, repository, filter)
  }

  getPullRequest(repository: RepositoryName, number: number) {
    return this.#operations.getPullRequest(this.#client, repository, number)
  }

  openPullRequest(repository: RepositoryName, request: NewPullRequest) {
    return this.#operations.openPullRequest(this.#client, repository, request)
  }

  updatePullRequest(repository: RepositoryName, number: number, update: PullRequestUpdate) {
    return this.#operations.updatePullRequest(this.#client, repository, number, update)
  }

  requestReviewers(repository: RepositoryName, number: number, reviewers: readonly string[]) {
    return this.#operations.requestReviewers(this.#client, repository, number, reviewers)
  }

  listDefaultReviewers(repository: RepositoryName, number: number) {
    return this.#operations.listDefaultReviewers(this.#client, repository, number)
  }

  closePullRequest(repository: RepositoryName, number: number) {
    return this.#operations.closePullRequest(this.#client, repository, number)
  }

  reopenPullRequest(repository: RepositoryName, number: number) {
    return this.#operations.reopenPullRequest(this.#client, repository, number)
  }

  mergePullRequest(repository: RepositoryName, merge: PullRequestMerge) {
    return this.#operations.mergePullRequest(this.#client, repository, merge)
  }

  listComments(repository: RepositoryName, number: number) {
    return this.#operations.listComments(this.#client, repository, number)
  }

  putComment(repository: RepositoryName, number: number, comment: KeyedComment) {
    return this.#operations.putComment(this.#client, repository, number, comment)
  }

  setStatus(repository: RepositoryName, commit: string, status: CommitStatus) {
    return this.#operations.setStatus(this.#client, repository, commit, status)
  }
}
