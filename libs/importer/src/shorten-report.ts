import type { Diagnostic } from '@groundplan/errors'
import type { ImportReport } from './import-report.ts'

/** How much a report holds: it is stored, and sent whole to everybody who looks at the import. */
export const reportLimits = {
  /** Findings of all repositories and modules together. */
  findings: 5_000,
  /** Characters of one message or hint. */
  messageLength: 2_000,
} as const

type Report = Omit<ImportReport, 'seconds' | 'dryRun'>

/** Leaves out the findings that are over the limit, and says in a note how many those are. Outcomes all stay. */
export function shortenReport<Given extends Report>(
  report: Given,
  { findings, messageLength }: { findings: number; messageLength: number } = reportLimits,
): Given {
  let [room, left] = [findings, 0]
  const shorten = (diagnostics: readonly Diagnostic[] = []): readonly Diagnostic[] => {
    const kept = diagnostics.slice(0, room).map((diagnostic) => shortenDiagnostic(diagnostic, messageLength))
    room -= kept.length
    left += diagnostics.length - kept.length
    return kept
  }
  const repositories = report.repositories.map((repository) =>
    repository.status === 'read' && repository.diagnostics !== undefined
      ? { ...repository, diagnostics: shorten(repository.diagnostics) }
      : repository,
  )
  const modules = report.modules.map((module) => ({ ...module, diagnostics: shorten(module.diagnostics) }))
  if (left === 0) return { ...report, repositories, modules }
  const note = `${left} more findings are not shown; the limit is ${findings}. Import fewer repositories at a time to see all of them.`
  return { ...report, repositories, modules, notes: [...(report.notes ?? []), note] }
}

function shortenDiagnostic(diagnostic: Diagnostic, length: number): Diagnostic {
  const { message, hint } = diagnostic
  if (message.length <= length && (hint?.length ?? 0) <= length) return diagnostic
  const cut = (text: string) => (text.length <= length ? text : `${text.slice(0, length - 1)}…`)
  return { ...diagnostic, message: cut(message), ...(hint === undefined ? {} : { hint: cut(hint) }) }
}
