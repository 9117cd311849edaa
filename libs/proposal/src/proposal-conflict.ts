import type { Actor } from '@groundplan/actor'

/**
 * A place in a proposed file that people have edited and that the generator changes differently. The proposal has people's side
 * until a reviewer decides.
 */
export interface ProposalConflict {
  /** Unique within the proposal. */
  readonly id: string
  /** Path in the blueprint repository. */
  readonly file: string
  /** Keys and names that lead to the place; empty for the whole file. */
  readonly path: readonly string[]
  /** What both sides want, as one line of plain text. */
  readonly message: string
  readonly hint?: string | undefined
  /** What people wrote, as YAML; absent if they removed it. */
  readonly edited?: string | undefined
  /** What was generated, as YAML; absent if it is no longer generated. */
  readonly generated?: string | undefined
  /** True if the generated side can be taken over by a button; otherwise a person has to edit the file. */
  readonly canTakeGenerated: boolean
  readonly decision?: ConflictDecision | undefined
}

export interface ConflictDecision {
  readonly choice: ConflictChoice
  readonly by: Actor
  readonly at: Date
}

export const conflictChoices = ['generated', 'edited'] as const

/** Take what was generated, or keep what people edited. */
export type ConflictChoice = (typeof conflictChoices)[number]

/** How many conflicts nobody has decided. */
export function countUndecided(conflicts: readonly ProposalConflict[]): number {
  return conflicts.filter(({ decision }) => decision === undefined).length
}
