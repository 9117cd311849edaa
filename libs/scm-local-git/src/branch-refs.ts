import { ConflictError } from '@groundplan/errors'
import type { HeldCommit } from './fast-import.ts'

/** Expected position of a branch before it is moved: at a commit, absent, or anywhere. */
export type ExpectedTip = string | 'absent' | undefined

/** The authoritative branches of a review repository: in its directory, or at a remote that the directory mirrors. */
export interface BranchRefs {
  /** Updates the directory. */
  refresh(signal?: AbortSignal): Promise<void>
  readDefaultBranch(): Promise<string>
  /**
   * Points a branch at a commit in the directory. Throws ConflictError and leaves the branch unchanged if it is not at the
   * expected position. If the commit is held by its own ref, that ref is removed.
   */
  move(branch: string, commit: string | HeldCommit, expected: ExpectedTip): Promise<void>
  /** Deletes a branch. Throws ConflictError if it is no longer at this commit. */
  remove(branch: string, commit: string): Promise<void>
}

/** The error for a branch that is not at the expected position. `tip` is its actual position, if known. */
export function movedBranch(branch: string, expected: ExpectedTip, tip: string | undefined): ConflictError {
  const options = { hint: 'Review it again before you decide.', details: { reason: 'changed' } }
  if (expected === 'absent') return new ConflictError(`The branch ${branch} already exists.`, options)
  if (tip === undefined) return new ConflictError(`The branch ${branch} no longer exists.`)
  return new ConflictError(`The branch ${branch} has changed.`, options)
}
