import { ConflictError } from '@groundplan/errors'
import type { HeldCommit } from './fast-import.ts'

/** Where a branch must be for it to be moved: at a commit, nowhere, or wherever it is. */
export type ExpectedTip = string | 'absent' | undefined

/** Where the branches of a review repository really are: in its directory, or at a remote of which that is a copy. */
export interface BranchRefs {
  /** Brings the directory up to date. */
  refresh(signal?: AbortSignal): Promise<void>
  readDefaultBranch(): Promise<string>
  /**
   * Points a branch at a commit that the directory has. Throws ConflictError, with the branch where it was, if that is not where
   * it was expected. With a commit that has a ref of its own, that ref is gone afterwards.
   */
  move(branch: string, commit: string | HeldCommit, expected: ExpectedTip): Promise<void>
  /** Takes a branch away. Throws ConflictError if it is no longer at this commit. */
  remove(branch: string, commit: string): Promise<void>
}

/** What to throw if a branch is not where it was expected. `tip` is where it is, as far as that is known. */
export function movedBranch(branch: string, expected: ExpectedTip, tip: string | undefined): ConflictError {
  const hint = 'Review it again before you decide.'
  if (expected === 'absent') return new ConflictError(`The branch ${branch} already exists.`, { hint })
  if (tip === undefined) return new ConflictError(`The branch ${branch} no longer exists.`)
  return new ConflictError(`The branch ${branch} has changed.`, { hint })
}
