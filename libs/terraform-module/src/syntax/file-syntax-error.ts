/** Thrown where a text is not what its file should be; caught where reading can go on. */
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
