/** Line and column, counted from 1. */
export interface TextPosition {
  readonly line: number
  readonly column: number
}

/** A file's text with the positions of its characters. */
export class FileText {
  readonly path: string
  readonly text: string
  #lineStarts: number[] | undefined

  constructor(path: string, text: string) {
    this.path = path
    this.text = text
  }

  /** Line and column of an index into the text. */
  positionAt(index: number): TextPosition {
    this.#lineStarts ??= findLineStarts(this.text)
    const line = countUpTo(this.#lineStarts, index)
    return { line, column: index - (this.#lineStarts[line - 1] ?? 0) + 1 }
  }
}

function findLineStarts(text: string): number[] {
  const starts = [0]
  for (let next = text.indexOf('\n'); next !== -1; next = text.indexOf('\n', next + 1)) starts.push(next + 1)
  return starts
}

/** How many of the rising numbers are not greater than a limit. */
function countUpTo(numbers: readonly number[], limit: number): number {
  let [low, high] = [0, numbers.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((numbers[middle] ?? 0) <= limit) low = middle + 1
    else high = middle
  }
  return low
}
