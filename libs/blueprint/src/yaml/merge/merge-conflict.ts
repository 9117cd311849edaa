import type { Finding } from './merge-plan.ts'

/** Something that reviewers of a merge should know or decide. */
export interface MergeConflict extends Finding {
  /** Line and column (from 1) in the merged text: of the place itself, or of the nearest one around it that is there. */
  readonly line: number
  readonly column: number
}
