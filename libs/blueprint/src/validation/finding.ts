import type { RuleId } from './rules.ts'

/** A finding that is placed in a file's data, not yet in its text; by default about a blueprint. */
export interface Finding<Rule extends string = RuleId> {
  readonly rule: Rule
  /** Keys and positions that lead to what is meant, e.g. `['inputs', 'size', 'default']`. */
  readonly path: readonly string[]
  /** What is wrong, what was expected and what was found. */
  readonly message: string
  /** The next step. */
  readonly hint: string
  /** Narrows the place down to a piece of the text at the path. */
  readonly within?: { readonly text: string; readonly offset: number } | undefined
}
