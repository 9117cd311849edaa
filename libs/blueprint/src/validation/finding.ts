import type { RuleId } from './rules.ts'

/** A finding with a path in a file's data, before it has a line and column; about a blueprint by default. */
export interface Finding<Rule extends string = RuleId> {
  readonly rule: Rule
  /** Keys and positions that lead to what is meant, e.g. `['inputs', 'size', 'default']`. */
  readonly path: readonly string[]
  /** What is wrong, what was expected and what was found. */
  readonly message: string
  /** The next step. */
  readonly hint: string
  /** Narrows the position down to a part of the text at the path. */
  readonly within?: { readonly text: string; readonly offset: number } | undefined
}
