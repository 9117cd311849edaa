import type { Finding } from './merge-plan.ts'

/** A conflict or note for reviewers of a merge. */
export interface MergeConflict extends Finding {
  /** Line and column (from 1) in the merged text: of the place itself, or of its nearest existing parent. */
  readonly line: number
  readonly column: number
}
