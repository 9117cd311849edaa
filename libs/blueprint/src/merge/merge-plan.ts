import type { Path } from './keyed-entries.ts'
import type { Branch, Entry } from './tree.ts'

/** One thing to do to the edited document. Entries and containers are those of its tree; what comes in is of the generated one. */
export type Change =
  | {
      readonly kind: 'replace'
      readonly path: Path
      readonly target: Entry
      readonly source: Entry
      /** Quotes that people put around the old value. */
      readonly quotes: 'single' | 'double' | undefined
    }
  | { readonly kind: 'remove'; readonly path: Path; readonly container: Branch; readonly target: Entry }
  | {
      readonly kind: 'insert'
      readonly path: Path
      readonly container: Branch
      readonly source: Entry
      /** The entry beside which it goes; absent if there is none. */
      readonly beside: Entry | undefined
      readonly side: 'before' | 'after'
    }

/**
 * What reviewers are told about:
 * - `both-changed`: people and the generator changed the same value; people's stays
 * - `removed`: the module no longer has what people had changed; it is gone, with its text quoted here
 * - `kept-edit`: a generated change that meets what people have removed or replaced; it is left out
 * - `name-taken`: a new input has a name that people gave to another
 * - `dangling`: something refers to what is no longer there
 * - `comment`: a comment found no place
 * - `order`: the generator lists things in another order; the file's order stays
 * - `not-applied`: a generated change that the text leaves no room for
 * - `invalid`: what people and the generator want does not fit together: the merged file breaks a rule of blueprints
 * - `unreadable`: a text could not be read, so nothing was merged
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

/** A conflict without its place in the merged text. */
export interface Finding {
  readonly kind: ConflictKind
  /** A `conflict` needs a decision; a `note` is informational. */
  readonly severity: 'conflict' | 'note'
  readonly path: Path
  /** The three sides as YAML; absent where there is nothing. */
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
