/** Why a host does not do what it is asked; each dialect has its own words and numbers for it. */
export type RefusalReason =
  | 'not-found'
  | 'not-allowed'
  | 'archived'
  | 'invalid'
  | 'branch-missing'
  | 'base-missing'
  | 'same-branch'
  | 'nothing-to-merge'
  | 'already-open'
  | 'too-long'
  | 'branch-moved'
  | 'out-of-date'
  | 'conflicts'
  | 'not-open'
  | 'draft'
  | 'branch-gone'
  | 'branch-rewritten'
  | 'unknown-reviewer'
  | 'author-as-reviewer'
  | 'already-exists'
  /** Somebody has switched the repository's issues off. */
  | 'issues-off'

/** What the request was about, as far as the dialect's words need it. */
export interface RefusalOptions {
  readonly resource?: string
  readonly field?: string
  readonly message?: string
}

/** The host refuses; see {@link RefusalReason}. */
export class Refusal extends Error {
  readonly reason: RefusalReason
  readonly about: RefusalOptions

  constructor(reason: RefusalReason, about: RefusalOptions = {}) {
    super(about.message ?? reason)
    this.reason = reason
    this.about = about
  }
}
