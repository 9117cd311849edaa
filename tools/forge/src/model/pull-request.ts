import type { Account } from './account.ts'

/** A pull request; it changes, and its number is shared with the repository's issues as on GitHub. */
export interface PullRequest {
  readonly id: number
  readonly number: number
  title: string
  body: string
  readonly branch: string
  base: string
  /** Tip of the branch; once closed, where it was then. */
  commit: string
  /** Tip of the base branch when the pull request was opened. */
  baseCommit: string
  status: 'open' | 'merged' | 'closed'
  draft: boolean
  labels: readonly string[]
  /** Logins of those asked who have not answered yet. */
  reviewers: readonly string[]
  /** Slugs of teams that were asked. */
  teams: readonly string[]
  comments: readonly Comment[]
  reviews: readonly Review[]
  readonly author: Account
  readonly createdAt: Date
  updatedAt: Date
  closedAt?: Date | undefined
  closedBy?: Account | undefined
  mergeCommit?: string | undefined
  /** Counts changes. */
  version: number
}

export interface Comment {
  readonly id: number
  body: string
  readonly author: Account
  readonly createdAt: Date
  updatedAt: Date
  /** Counts changes. */
  version: number
}

export interface Review {
  readonly id: number
  readonly author: Account
  readonly verdict: 'approved' | 'changes-requested' | 'commented'
  readonly body: string
  readonly commit: string
  readonly at: Date
}

export interface Issue {
  readonly id: number
  readonly number: number
  title: string
  body: string
  open: boolean
  labels: readonly string[]
  comments: readonly Comment[]
  readonly author: Account
  readonly createdAt: Date
  updatedAt: Date
  closedAt?: Date | undefined
  closedBy?: Account | undefined
}
