import type { Diagnostic, Severity } from '@groundplan/errors'
import type { Finding } from './finding.ts'
import { severityOf, type RuleId } from './rules.ts'

interface Position {
  readonly line: number
  readonly column: number
}

/** The file that findings are placed in. */
export interface PlacedText {
  readonly file: string
  readonly text: string
  locate(path: readonly PropertyKey[]): Position
}

/** Adds line and column to findings about a blueprint; sorts them in file order. */
export function placeFindings(placed: PlacedText, findings: readonly Finding[]): readonly Diagnostic[] {
  return placeFindingsOf<RuleId>(placed, findings, severityOf)
}

/** The same for files of any kind; `severity` returns the severity of a rule. */
export function placeFindingsOf<Rule extends string>(
  placed: PlacedText,
  findings: readonly Finding<Rule>[],
  severity: (rule: Rule) => Severity,
): readonly Diagnostic[] {
  const lines = new LineIndex(placed.text)
  const diagnostics = findings.map(({ rule, path, message, hint, within }): Diagnostic => {
    const at = placed.locate(path)
    const narrowed = within === undefined ? undefined : findWithin(lines, at, within)
    return { severity: severity(rule), rule, file: placed.file, ...(narrowed ?? at), message, hint }
  })
  return sortDiagnostics(diagnostics)
}

/** In the order of the file, each group as it came. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const order = ({ line = 0, column = 0 }: Diagnostic) => [line, column] as const
  return [...diagnostics].sort((left, right) => {
    const [[leftLine, leftColumn], [rightLine, rightColumn]] = [order(left), order(right)]
    return leftLine - rightLine || leftColumn - rightColumn
  })
}

/** Line and column of an offset in a text. */
export function positionIn(text: string, offset: number): Position {
  const before = text.slice(0, offset)
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') }
}

/** Characters that a text may have more in the file than in itself: quotes, escapes, indentation, comments. */
const allowance = 500

/**
 * Looks for a piece of a value in the file's own text, behind the value's key. A text that YAML writes differently, with
 * escapes for example, is not found: then the key has to do.
 */
function findWithin(
  lines: LineIndex,
  key: Position,
  { text, offset }: NonNullable<Finding<string>['within']>,
): Position | undefined {
  const piece = /^[^\n]{1,60}/.exec(text.slice(offset, offset + 60))?.[0].trimEnd() ?? ''
  if (piece === '') return undefined
  const start = lines.offsetOf(key)
  const window = lines.text.slice(start, start + text.length * 2 + allowance)
  // The piece may stand in the text more than once.
  const before = text.slice(0, offset).split(piece).length - 1
  for (const written of new Set([piece, piece.replaceAll("'", "''")])) {
    let found = window.indexOf(written)
    for (let count = 0; count < before && found !== -1; count += 1) found = window.indexOf(written, found + 1)
    if (found !== -1) return lines.positionOf(start + found)
  }
  return undefined
}

class LineIndex {
  readonly text: string
  readonly #starts: readonly number[]

  constructor(text: string) {
    this.text = text
    const starts = [0]
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
    this.#starts = starts
  }

  offsetOf({ line, column }: Position): number {
    return (this.#starts[line - 1] ?? 0) + column - 1
  }

  positionOf(offset: number): Position {
    let [low, high] = [0, this.#starts.length - 1]
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if ((this.#starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: offset - (this.#starts[low] ?? 0) + 1 }
  }
}
