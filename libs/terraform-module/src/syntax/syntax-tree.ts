/** The items of a body, in order. Indices are 0-based offsets into the file's text. */
export interface SyntaxBody {
  readonly attributes: readonly SyntaxAttribute[]
  readonly blocks: readonly SyntaxBlock[]
}

export interface SyntaxAttribute {
  readonly name: string
  /** Index of the name. */
  readonly index: number
  /** `[start, end)` of the expression. */
  readonly start: number
  readonly end: number
}

export interface SyntaxBlock {
  readonly type: string
  readonly labels: readonly string[]
  /** Index of the type. */
  readonly index: number
  readonly body: SyntaxBody
}
