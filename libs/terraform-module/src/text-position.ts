/** Line and column, counted from 1. */
export interface TextPosition {
  readonly line: number
  readonly column: number
}

/** Line and column, from 1, of an index into a text. */
export function positionAt(text: string, index: number): TextPosition {
  const before = text.slice(0, index)
  return { line: before.split('\n').length, column: index - before.lastIndexOf('\n') }
}

/** Gives line and column of rising indices, reading the text only once. */
export function createPositionFinder(text: string): (index: number) => TextPosition {
  let line = 1
  let lineStart = 0
  let next = text.indexOf('\n')
  return (index) => {
    while (next !== -1 && next < index) {
      line += 1
      lineStart = next + 1
      next = text.indexOf('\n', lineStart)
    }
    return { line, column: index - lineStart + 1 }
  }
}
