import { printDiagnostic } from '@groundplan/errors'
import { countOutcomes, type ImportReport, type ModuleOutcome } from '@groundplan/importer'
import type { Terminal } from './terminal/terminal.ts'

const colours = { new: 'green', updated: 'cyan', unchanged: 'dim', skipped: 'dim', failed: 'red' } as const

/** The report of an import for people: a row for each module, then what failed and where, then the sum. */
export function printImportReport(report: ImportReport, terminal: Terminal): string {
  const { modules, repositories, dryRun, seconds } = report
  const counts = countOutcomes(modules)
  const rows = modules.map(({ outcome, repository, path, proposal, reason }) => [
    terminal.style(colours[outcome], outcome),
    path === '.' ? repository : `${repository}/${path}`,
    proposal === undefined ? undefined : `#${proposal}`,
    outcome === 'failed' ? undefined : reason,
  ])
  const failedRepositories = repositories.flatMap((repository) => {
    if (repository.status !== 'failed') return []
    const text = `${terminal.style('red', 'failed')} ${repository.message}`
    return repository.hint === undefined ? [text] : [text, `  ${repository.hint}`]
  })
  const sum = [
    `${counts.found} ${counts.found === 1 ? 'module' : 'modules'}`,
    ...(['new', 'updated', 'unchanged', 'skipped', 'failed'] as const).flatMap((outcome) =>
      counts[outcome] === 0 ? [] : [`${counts[outcome]} ${outcome}`],
    ),
  ]
  return [
    ...(rows.length === 0 ? [] : [terminal.table(['Outcome', 'Module', 'Proposal', 'Note'], rows), '']),
    ...modules.flatMap((module) => printFailure(module)),
    ...failedRepositories,
    `${dryRun ? 'Plan (nothing was written): ' : ''}${sum.join(', ')} in ${seconds.toFixed(1)} s`,
    ...(dryRun || counts.new + counts.updated === 0
      ? []
      : ['Review them with `groundplan proposal list` or in the portal.']),
  ].join('\n')
}

function printFailure({ outcome, diagnostics, reason, repository, path }: ModuleOutcome): readonly string[] {
  if (outcome !== 'failed') return []
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  if (errors.length === 0) return [`${repository}/${path}: ${reason}`]
  return errors.map((diagnostic) => `${repository}/${printDiagnostic(diagnostic)}`)
}
