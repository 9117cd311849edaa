import { fixedToken, withToken, type HttpFetch } from '@groundplan/http'
import type { ScmHost } from '@groundplan/scm'
import { GithubApp } from './app/github-app.ts'
import { createGithubClient } from './create-github-client.ts'
import { createFindLogin } from './find-login.ts'
import { GithubIssueTracker } from './github-issue-tracker.ts'
import { GithubPullRequestHost } from './github-pull-request-host.ts'
import { GithubRepositoryDirectory } from './github-repository-directory.ts'
import type { GithubSession } from './github-session.ts'
import { GithubWebhookHost } from './github-webhook-host.ts'

export interface GithubHostOptions {
  /** Defaults to GitHub.com; `https://<host>/api/v3` for an Enterprise Server. */
  readonly apiUrl?: string | undefined
  /** A token, or an App in one of its installations. */
  readonly token: string | GithubApp
  /** Sends requests with retries; see `createHttpFetch`. */
  readonly fetch: HttpFetch
  /** Waits this many milliseconds before checking the result of a request whose response was lost. */
  readonly wait?: ((milliseconds: number) => Promise<unknown>) | undefined
}

/** GitHub.com and GitHub Enterprise Server: all ports on one client. */
export class GithubHost implements ScmHost {
  readonly repositories: GithubRepositoryDirectory
  readonly pullRequests: GithubPullRequestHost
  readonly issues: GithubIssueTracker
  readonly webhooks: GithubWebhookHost

  constructor({ apiUrl, token, fetch, wait }: GithubHostOptions) {
    const tokens = typeof token === 'string' ? fixedToken(token) : token
    const app = token instanceof GithubApp ? token : undefined
    const client = createGithubClient({ apiUrl, fetch, tokens })
    const authorized = withToken(fetch, tokens)
    const session: GithubSession = {
      client,
      wait,
      isApp: app !== undefined,
      findLogin: createFindLogin(client, app),
      repeatable: { fetch: async (input, init) => authorized(input, { ...init, idempotent: true }) },
    }
    this.repositories = new GithubRepositoryDirectory(session, tokens)
    this.pullRequests = new GithubPullRequestHost(session)
    this.issues = new GithubIssueTracker(session)
    this.webhooks = new GithubWebhookHost(session)
  }
}
