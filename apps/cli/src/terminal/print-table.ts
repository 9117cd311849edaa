import { visibleCell, withoutStyles } from './only-our-styles.ts'

export type Cell = string | number | undefined

interface TableOptions {
  /** Width of the terminal in columns. The last column is truncated to fit; undefined disables this. */
  readonly width: number | undefined
  readonly style: (format: 'bold', text: string) => string
}

/** Prints rows in columns that line up, with a bold header. */
export function printTable(
  header: readonly string[],
  rows: readonly (readonly Cell[])[],
  { width, style }: TableOptions,
): string {
  const texts = rows.map((row) => row.map((cell) => (cell === undefined ? '' : printable(String(cell)))))
  const widths = header.map((title, column) =>
    Math.max(lengthOf(title), ...texts.map((row) => lengthOf(row[column] ?? ''))),
  )
  const line = (cells: readonly string[]) => {
    const padded = cells.map((cell, column) =>
      column === cells.length - 1 ? cell : pad(cell, widths[column] ?? 0),
    )
    return cut(padded.join('  '), width).trimEnd()
  }
  return [style('bold', line(header)), ...texts.map(line)].join('\n')
}

function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - lengthOf(text)))
}

function lengthOf(text: string): number {
  return withoutStyles(text).length
}

function cut(text: string, width: number | undefined): string {
  if (width === undefined || lengthOf(text) <= width) return text
  // Truncation would split color codes, so a line that is too long has none.
  return `${withoutStyles(text).slice(0, Math.max(1, width - 1))}…`
}

/** Foreign text must not move the cursor or colour the screen. */
function printable(text: string): string {
  return visibleCell(text)
}
