import type { RepositoryName } from './repository-directory.ts'

/**
 * Port: the issues of a host that we write, found again by their titles. Throws ConflictError with `details.reason` `issues-off` where
 * somebody has switched the repository's issues off. For other errors see ScmHost.
 */
export interface IssueTracker {
  /** Longest body of an issue, in characters. */
  readonly maximumBodyLength: number
  /** The issue with this title that we wrote, open or closed. */
  findIssue(repository: RepositoryName, title: string): Promise<Issue | undefined>
  /** Writes the issue with this title, or edits and reopens it. Refuses bodies that are too long. */
  putIssue(repository: RepositoryName, issue: Pick<Issue, 'title' | 'body'>): Promise<Issue>
}

/** An issue that we wrote. */
export interface Issue {
  readonly number: number
  readonly url: string
  readonly title: string
  readonly body: string
  readonly open: boolean
}
