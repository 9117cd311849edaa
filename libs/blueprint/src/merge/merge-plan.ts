import type { Path } from './keyed-entries.ts'
import type { Branch, Entry } from './tree.ts'

/**
 * One change of the edited document. Existing entries and containers belong to its tree, new content to the
 * generated tree.
 */
export type Change =
  | {
      readonly kind: 'replace'
      readonly path: Path
      readonly target: Entry
      readonly source: Entry
      /** Quotes around the old value in the edited file. */
      readonly quotes: 'single' | 'double' | undefined
    }
  | { readonly kind: 'remove'; readonly path: Path; readonly container: Branch; readonly target: Entry }
  | {
      readonly kind: 'insert'
      readonly path: Path
      readonly container: Branch
      readonly source: Entry
      /** The entry next to which it is inserted; absent if there is none. */
      readonly beside: Entry | undefined
      readonly side: 'before' | 'after'
    }

/**
 * Kinds of conflicts that reviewers see:
 * - `both-changed`: the edits and the generator changed the same value; the edit is kept
 * - `removed`: the module no longer has something that was edited; it is removed, and its text is quoted
 * - `kept-edit`: a generated change of something that edits removed or replaced; it is not applied
 * - `name-taken`: a new input has the name of an edited input
 * - `dangling`: a reference to something that no longer exists
 * - `comment`: a comment could not be placed
 * - `order`: the generator changed the order; the file keeps its own
 * - `not-applied`: a generated change that cannot be applied to the text
 * - `invalid`: the edits and the generated changes do not fit together: the merged file violates a rule of
 *   blueprints
 * - `unreadable`: a text could not be parsed, so nothing was merged
 */
export type ConflictKind =
  | 'both-changed'
  | 'removed'
  | 'kept-edit'
  | 'name-taken'
  | 'dangling'
  | 'comment'
  | 'order'
  | 'not-applied'
  | 'invalid'
  | 'unreadable'

/** A conflict without its position in the merged text. */
export interface Finding {
  readonly kind: ConflictKind
  /** A `conflict` needs a decision; a `note` is informational. */
  readonly severity: 'conflict' | 'note'
  readonly path: Path
  /** The three sides as YAML; absent if missing. */
  readonly base?: string | undefined
  readonly edited?: string | undefined
  readonly generated?: string | undefined
  readonly message: string
  readonly hint?: string | undefined
}

/** The planned changes of a merge, and its findings. */
export interface MergePlan {
  readonly changes: readonly Change[]
  readonly findings: readonly Finding[]
}
