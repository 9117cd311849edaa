import type { IssueTracker } from './issue-tracker.ts'
import type { PullRequestHost } from './pull-request-host.ts'
import type { RepositoryDirectory } from './repository-directory.ts'
import type { WebhookHost } from './webhook-host.ts'

/**
 * The ports of one host, which share one client: its connections, rate limits and tokens. Only apps handle it as a whole; everything
 * else takes the port that it needs. Repository contents go through git (RepositoryReader, ReviewRepository), not through here.
 *
 * Every call of a port throws NotFoundError (no such repository or number, also where the host hides what the credentials may not
 * see), NotAllowedError (the credentials are refused or insufficient), ConflictError (the current state does not allow it),
 * InputError (the host refuses the content) or ExternalServiceError. Calls that are safe to retry have been retried by then.
 */
export interface ScmHost {
  readonly repositories: RepositoryDirectory
  readonly pullRequests: PullRequestHost
  /** Absent where the host has no issues. */
  readonly issues: IssueTracker | undefined
  readonly webhooks: WebhookHost
}
