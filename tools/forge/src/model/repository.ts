import type { HostKind } from './host-kind.ts'
import type { Account } from './account.ts'
import type { Issue, PullRequest } from './pull-request.ts'

/** A repository with everything that belongs to it. */
export interface Repository {
  readonly id: number
  owner: string
  name: string
  /** Earlier names, `owner/name` in lower case, under which hosts still find it. */
  readonly formerNames: string[]
  /** The bare repository; it stays where it is when the repository is renamed or transferred. */
  readonly directory: string
  readonly defaultBranch: string
  readonly description: string
  archived: boolean
  readonly fork: boolean
  readonly topics: readonly string[]
  readonly language: string | undefined
  /** False once somebody has switched them off. */
  hasIssues: boolean
  /** Branches to which nobody pushes; with `-*` among them, none may be deleted by a push. */
  protected: readonly string[]
  /** Logins of those who are asked for every pull request; Bitbucket leaves asking them to whoever opens it. */
  defaultReviewers: readonly string[]
  /** What the bot may do. */
  access: 'none' | 'read' | 'write'
  /** Commits by full name of the ref, as they were when we last looked. */
  refs: ReadonlyMap<string, string>
  readonly createdAt: Date
  updatedAt: Date
  pushedAt: Date
  /** Numbers given to pull requests and issues so far. */
  numbers: number
  /** Commits made by the host so far; they are a minute apart, so that their ids do not depend on the clock. */
  commits: number
  readonly pullRequests: PullRequest[]
  readonly issues: Issue[]
  readonly labels: Label[]
  readonly statuses: Status[]
  readonly hooks: Hook[]
}

export interface Label {
  readonly id: number
  readonly name: string
  readonly color: string
  readonly description: string | null
}

export interface Status {
  readonly id: number
  readonly commit: string
  readonly key: string
  readonly state: 'pending' | 'success' | 'failure'
  /** The state in the host's own words. */
  readonly word: string
  readonly name: string
  readonly description: string
  readonly url: string | undefined
  readonly author: Account
  readonly createdAt: Date
  readonly updatedAt: Date
}

export interface Hook {
  readonly id: number
  readonly host: HostKind
  name: string
  url: string
  secret: string | undefined
  /** In the host's own words. */
  events: readonly string[]
  active: boolean
  contentType: 'json' | 'form'
  readonly createdAt: Date
  updatedAt: Date
}
