import { printDiagnostic, visibleText, type Severity } from '@groundplan/errors'
import type { FindingsReport } from './findings-report.ts'

/** One line for each finding, which editors make clickable, and a line that counts them. */
export function printFindings({ files, diagnostics }: FindingsReport): string {
  const lines = diagnostics.map((diagnostic) =>
    printable(`${printDiagnostic(diagnostic)} [${diagnostic.rule}]`),
  )
  const counts = (['error', 'warning', 'note'] as const).flatMap(
    (severity) => countOf(severity, diagnostics) ?? [],
  )
  const summary = counts.length === 0 ? 'no findings' : counts.join(', ')
  return [...lines, `${counted(files.length, 'file')}, ${summary}`].join('\n')
}

function countOf(severity: Severity, diagnostics: FindingsReport['diagnostics']): string | undefined {
  const count = diagnostics.filter((diagnostic) => diagnostic.severity === severity).length
  return count === 0 ? undefined : counted(count, severity)
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`
}

/** Foreign text must not move the cursor or colour the screen. */
function printable(text: string): string {
  return visibleText(text.replace(/[\t\n\r]/g, ' '), { lines: false })
}
