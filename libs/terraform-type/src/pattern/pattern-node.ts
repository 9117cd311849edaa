/** An ECMAScript regular expression (flag `u`) as a tree. Groups are gone: they change no count of steps. */
export type PatternNode =
  /** One character out of a set; `text` is the set as a pattern of its own. */
  | { readonly kind: 'character'; readonly text: string }
  | { readonly kind: 'concat' | 'alternation'; readonly items: readonly PatternNode[] }
  | RepeatNode
  /** `^`, `$`, `\b`, `\B`. `start` if it holds only where the text begins. */
  | { readonly kind: 'assertion'; readonly text: string; readonly start: boolean }
  | LookaroundNode
  /** The text of an earlier group again. */
  | { readonly kind: 'backreference' }

export interface RepeatNode {
  readonly kind: 'repeat'
  readonly item: PatternNode
  readonly minimum: number
  /** Infinity without an upper bound. */
  readonly maximum: number
  readonly lazy: boolean
}

export interface LookaroundNode {
  readonly kind: 'lookaround'
  readonly item: PatternNode
  readonly negative: boolean
  /** True for `(?<=` and `(?<!`, which are matched from right to left. */
  readonly backward: boolean
}
