import type { Issue, IssueTracker, RepositoryName } from '@groundplan/scm'
import type { GithubSession } from './github-session.ts'
import { findIssue, putIssue } from './issues.ts'
import { maximumBodyLength } from './maximum-body-length.ts'

export class GithubIssueTracker implements IssueTracker {
  readonly maximumBodyLength = maximumBodyLength
  readonly #session: GithubSession

  constructor(session: GithubSession) {
    this.#session = session
  }

  async findIssue(repository: RepositoryName, title: string): Promise<Issue | undefined> {
    return findIssue(this.#session, repository, title)
  }

  async putIssue(repository: RepositoryName, issue: Pick<Issue, 'title' | 'body'>): Promise<Issue> {
    return putIssue(this.#session, repository, issue)
  }
}
