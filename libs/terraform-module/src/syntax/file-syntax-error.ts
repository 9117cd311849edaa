/** Thrown for invalid syntax; caught where parsing can resume. */
export class FileSyntaxError extends Error {
  /** Index of the first character that does not fit. */
  readonly index: number
  readonly rule: 'syntax' | 'nesting'

  constructor(message: string, index: number, rule: 'syntax' | 'nesting' = 'syntax') {
    super(message)
    this.index = index
    this.rule = rule
  }
}
