/**
 * Side steps are what Groundplan does at a host beside the result. The result of an import is its proposals, their pull requests and the
 * report; a failing side step never hides it. What was not done is a problem: it is kept, and every import reports it, until the step
 * has been done or is no longer wanted.
 */
export const sideStepKinds = [
  /** The pull request of a branch that is written already. */
  'pull-request',
  'ready',
  'labels',
  'reviewers',
  'default-reviewers',
  'status',
  'comment',
  'close',
  'branch',
  'dashboard',
  'onboarding',
  'schemas',
  'webhook',
] as const

export type SideStepKind = (typeof sideStepKinds)[number]

/** One side step. Kind, subject and `about` together tell it from all others. */
export interface SideStep {
  readonly kind: SideStepKind
  /** The branch or repository that it is for. */
  readonly subject: string
  /** The reviewer who is to be asked; of a webhook, what identifies its repository. */
  readonly about?: string | undefined
  /** True of a reviewer who owns the module's files; the others are named by the configuration. */
  readonly isOwner?: boolean | undefined
  /** The pull request that it is for, if there is one. */
  readonly pullRequest?: { readonly number: number; readonly url: string } | undefined
}

/** A side step that was not done. */
export interface SideStepProblem extends SideStep {
  /** Why, in the host's words. */
  readonly reason: string
  /** The next step for people. */
  readonly hint?: string | undefined
  /** True if the host refused it, so that somebody has to change something; false if it was unavailable. */
  readonly refused: boolean
  /** When it was first not done. */
  readonly since: Date
}

/** The same text for the same side step. */
export function keyOfStep({ kind, subject, about = '' }: SideStep): string {
  return JSON.stringify([kind, subject, about])
}
