import { styleText } from 'node:util'
import { printTable, type Cell } from './print-table.ts'

/** How a command talks: results on standard output, everything else on standard error. */
export interface Terminal {
  /** True if results are JSON for machines. */
  readonly json: boolean
  /** True if a person watches: bars and colours make sense. */
  readonly interactive: boolean
  /** Prints the result: as one line of JSON, or what `text` gives for people. */
  result(value: unknown, text: () => string): void
  /** Prints a remark for people; it never mixes with a result. */
  note(text: string): void
  table(header: readonly string[], rows: readonly (readonly Cell[])[]): string
  style(format: Parameters<typeof styleText>[0], text: string): string
}

export function createTerminal({ json }: { readonly json: boolean }): Terminal {
  const style: Terminal['style'] = (format, text) => styleText(format, text, { stream: process.stdout })
  return {
    json,
    interactive: !json && process.stderr.isTTY,
    result(value, text) {
      const printed = json ? JSON.stringify(value) : text()
      if (printed !== '') process.stdout.write(printed.endsWith('\n') ? printed : `${printed}\n`)
    },
    note(text) {
      process.stderr.write(`${text}\n`)
    },
    table: (header, rows) =>
      printTable(header, rows, { width: process.stdout.isTTY ? process.stdout.columns : undefined, style }),
    style,
  }
}
