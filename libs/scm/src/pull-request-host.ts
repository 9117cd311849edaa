import type { RepositoryName } from './repository-directory.ts'

/** Port: the pull requests of a host, with their comments and statuses. For errors see ScmHost. */
export interface PullRequestHost {
  readonly features: PullRequestFeatures
  /** Newest first. */
  listPullRequests(repository: RepositoryName, filter: PullRequestFilter): Promise<readonly PullRequest[]>
  getPullRequest(repository: RepositoryName, number: number): Promise<PullRequest>
  /**
   * Opens a pull request. Throws ConflictError if the branch already has an open one. If the response to a request is lost, it
   * finds out whether the request was carried out.
   */
  openPullRequest(repository: RepositoryName, request: NewPullRequest): Promise<PullRequest>
  /** Refuses bodies that are too long; see `maximumBodyLength`. */
  updatePullRequest(
    repository: RepositoryName,
    number: number,
    update: PullRequestUpdate,
  ): Promise<PullRequest>
  /**
   * Asks people and teams for a review, in addition to those who are asked; an `@` before a name does not count. Answers with those whom
   * the host refuses, because they have left, may not see the repository or are unknown; the others are asked all the same. The author
   * is neither asked nor refused.
   */
  requestReviewers(
    repository: RepositoryName,
    number: number,
    reviewers: readonly string[],
  ): Promise<readonly RefusedReviewer[]>
  /**
   * Whom the repository has asked by default for such a pull request, as names for {@link requestReviewers}. Only of hosts that leave
   * it to whoever opens one; empty where the host asks by itself.
   */
  listDefaultReviewers(repository: RepositoryName, number: number): Promise<readonly string[]>
  /** Closes it without merging; does nothing if it is no longer open. */
  closePullRequest(repository: RepositoryName, number: number): Promise<void>
  /** Reopens a closed one. Throws ConflictError where the host or the state of the branch does not allow it. */
  reopenPullRequest(repository: RepositoryName, number: number): Promise<PullRequest>
  /**
   * Merges with a merge commit; returns its id. Throws ConflictError if the branch has moved, conflicts, or must not be merged yet.
   */
  mergePullRequest(repository: RepositoryName, merge: PullRequestMerge): Promise<string>
  /** Oldest first. */
  listComments(repository: RepositoryName, number: number): Promise<readonly Comment[]>
  /** Writes a comment, or edits the one that was written with this key. */
  putComment(repository: RepositoryName, number: number, comment: KeyedComment): Promise<void>
  setStatus(repository: RepositoryName, commit: string, status: CommitStatus): Promise<void>
}

/** What callers need to know before they ask. */
export interface PullRequestFeatures {
  /** Where there are none, labels are ignored. */
  readonly labels: boolean
  /** Whether the host shows `<details>` as a part that readers open; where it does not, HTML is text for it. */
  readonly folds: boolean
  /**
   * False of names by which the host can ask nobody, so that a file with owners that was written for another host is no problem. True
   * says nothing of whether somebody has the name.
   */
  canAsk(name: string): boolean
  /** Longest body of a pull request or comment, in characters. */
  readonly maximumBodyLength: number
}

/** A pull request as a host has it. */
export interface PullRequest {
  readonly number: number
  /** Address of its page, for people. */
  readonly url: string
  readonly title: string
  /** Markdown. */
  readonly body: string
  /** Branch that is to be merged; in the same repository. */
  readonly branch: string
  /** Branch into which it is merged. */
  readonly base: string
  /** Tip of the branch as the host knows it; at least the first 12 digits. */
  readonly commit: string
  readonly state: PullRequestState
  /** Empty where the host has none. */
  readonly labels: readonly string[]
  /** As hosts name people in their API; see {@link PullRequestHost.requestReviewers}. */
  readonly reviewers: readonly string[]
  readonly updatedAt: Date
}

export type PullRequestState =
  | { readonly status: 'open'; readonly draft: boolean }
  | {
      readonly status: 'merged'
      /** The commit of the base branch that brought it, where the host tells. */
      readonly commit?: string | undefined
      readonly by?: string | undefined
      readonly at?: Date | undefined
    }
  | { readonly status: 'closed'; readonly by?: string | undefined; readonly at?: Date | undefined }

export interface PullRequestFilter {
  readonly status: 'open' | 'any'
  /** Only those from this branch. */
  readonly branch?: string | undefined
  /** Only those that changed since; the answer may hold more. */
  readonly updatedSince?: Date | undefined
}

export interface NewPullRequest {
  readonly branch: string
  readonly base: string
  readonly title: string
  readonly body: string
  /** Ignored where the host has no drafts. */
  readonly draft: boolean
}

/** What to change; what is absent stays as it is. */
export interface PullRequestUpdate {
  readonly title?: string | undefined
  readonly body?: string | undefined
  readonly draft?: boolean | undefined
  /** Added to those that are there. Ignored where the host has no labels. */
  readonly addLabels?: readonly string[] | undefined
  readonly removeLabels?: readonly string[] | undefined
}

/** Somebody who could not be asked for a review. */
export interface RefusedReviewer {
  /** As it was given. */
  readonly name: string
  /** One sentence. */
  readonly reason: string
}

export interface PullRequestMerge {
  readonly number: number
  /** The tip that was reviewed. */
  readonly commit: string
  /** First line and body of the merge commit. */
  readonly message: string
}

export interface Comment {
  /** The host's identifier. */
  readonly id: string
  readonly by: string
  readonly body: string
  readonly at: Date
}

/** A comment of ours that is written once and edited afterwards. */
export interface KeyedComment {
  /** Tells it from our other comments on the same pull request; lower-case letters, digits and `-`. */
  readonly key: string
  /** Markdown. */
  readonly body: string
}

export interface CommitStatus {
  /** Names the check; a later status with the same key replaces the earlier one. */
  readonly key: string
  readonly state: 'pending' | 'success' | 'failure'
  /** One line of at most 140 characters. */
  readonly description: string
  readonly url?: string | undefined
}
