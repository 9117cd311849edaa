import { printDiagnostic, type Diagnostic } from '@groundplan/errors'
import {
  companyPrefix,
  countOutcomes,
  describeWaiting,
  emptyReason,
  type ImportReport,
  type ModuleOutcome,
} from '@groundplan/importer'
import { printAppliedEntries } from './print-applied-entries.ts'
import type { Terminal } from './terminal/terminal.ts'

const colours = {
  new: 'green',
  updated: 'cyan',
  unchanged: 'dim',
  waiting: 'yellow',
  skipped: 'dim',
  failed: 'red',
} as const

/** How many pull requests are listed with their addresses. */
const mostPullRequests = 20

/**
 * The readable report of an import: a row for each module that does not wait, one line for each reason to wait, then failures with their
 * position, totals and the pull requests to review.
 */
export function printImportReport(report: ImportReport, terminal: Terminal): string {
  const { modules, repositories, dryRun, onboarding, notes = [], seconds } = report
  const counts = countOutcomes(modules)
  const listed = modules.filter(({ outcome }) => outcome !== 'waiting')
  const hasPullRequests = listed.some(({ pullRequest }) => pullRequest !== undefined)
  const rows = listed.map(({ outcome, repository, path, blueprint, proposal, pullRequest, reason }) => [
    terminal.style(colours[outcome], outcome),
    path === '.' ? repository : `${repository}/${path}`,
    ...(dryRun ? [blueprint] : []),
    printNumber(proposal),
    ...(hasPullRequests ? [printNumber(pullRequest)] : []),
    outcome === 'failed' ? undefined : reason,
  ])
  const header = [
    ...['Outcome', 'Module', ...(dryRun ? ['Blueprint'] : []), 'Proposal'],
    ...(hasPullRequests ? ['Pull request', 'Note'] : ['Note']),
  ]
  const failedRepositories = repositories.flatMap((repository) => {
    if (repository.status !== 'failed') return []
    const text = `${terminal.style('red', 'failed')} ${repository.message}`
    return repository.hint === undefined ? [text] : [text, `  ${repository.hint}`]
  })
  const unchanged = repositories.filter(({ status }) => status === 'unchanged')
  const sum = [
    ...(unchanged.length === 0
      ? []
      : [`${unchanged.length} unchanged ${unchanged.length === 1 ? 'repository' : 'repositories'}`]),
    `${counts.found} ${counts.found === 1 ? 'module' : 'modules'}`,
    ...(['new', 'updated', 'unchanged', 'waiting', 'skipped', 'failed'] as const).flatMap((outcome) =>
      counts[outcome] === 0 ? [] : [`${counts[outcome]} ${outcome}`],
    ),
  ]
  return [
    ...(notes.length === 0 ? [] : [...notes, '']),
    ...(onboarding === undefined ? [] : [printOnboarding(onboarding), '']),
    ...(rows.length === 0 ? [] : [terminal.table(header, rows), '']),
    ...printSetAside(report, terminal),
    ...(dryRun ? printOverlays(modules, terminal) : []),
    ...printSettingsFindings(report),
    ...modules.flatMap((module) => printFailure(module)),
    ...failedRepositories,
    `${dryRun ? 'Plan (nothing was written): ' : ''}${sum.join(', ')} in ${seconds.toFixed(1)} s`,
    ...printReviews(report),
    ...printProblems(report, terminal),
    ...printStop(report, terminal),
  ].join('\n')
}

function printNumber(number: number | undefined): string | undefined {
  return number === undefined ? undefined : `#${number}`
}

/** One line for each reason for which modules wait or repositories are left out. */
function printSetAside(
  { waiting = [], repositories, setAside }: ImportReport,
  terminal: Terminal,
): readonly string[] {
  const skipped = repositories.flatMap((each) => (each.status === 'skipped' ? [each] : []))
  const others = Map.groupBy(
    skipped.filter(({ reason }) => reason !== emptyReason),
    ({ reason }) => reason,
  )
  const { empty = 0, archived = 0 } = setAside ?? {}
  const lines = [
    ...waiting.map((each) => terminal.style('yellow', `${describeWaiting(each)}.`)),
    ...[...others].map(([reason, those]) =>
      those.length === 1
        ? `${those[0]?.name}: ${reason}`
        : `${those.length} repositories were left out: ${reason}`,
    ),
    ...(empty === 0 ? [] : [empty === 1 ? '1 repository is empty.' : `${empty} repositories are empty.`]),
    ...(archived === 0
      ? []
      : [
          archived === 1
            ? '1 archived repository was left out.'
            : `${archived} archived repositories were left out.`,
        ]),
  ]
  return lines.length === 0 ? [] : [...lines, '']
}

/** Where people review what was proposed: its pull requests, or the portal. */
function printReviews({ modules, dryRun }: ImportReport): readonly string[] {
  const proposed = modules.filter(({ outcome }) => outcome === 'new' || outcome === 'updated')
  if (dryRun || proposed.length === 0) return []
  const byUrl = Map.groupBy(
    modules.filter(({ outcome, reviewUrl }) => outcome !== 'failed' && reviewUrl !== undefined),
    ({ reviewUrl }) => reviewUrl,
  )
  const isProposed = (those: readonly ModuleOutcome[]) => those.some((module) => proposed.includes(module))
  const reviews = [...byUrl].filter(([, those]) => isProposed(those))
  if (reviews.length === 0) return ['Review them with `groundplan proposal list` or in the portal.']
  const lines = reviews.slice(0, mostPullRequests).map(([url, those]) => {
    const count = those.length === 1 ? '1 module' : `${those.length} modules`
    return `  ${printNumber(those[0]?.pullRequest)}  ${url}  (${count})`
  })
  const left = reviews.length - mostPullRequests
  return ['Review them:', ...lines, ...(left > 0 ? [`  and ${left} more pull requests`] : [])]
}

/** What could not be done beside the proposals: what, why, and the next step. */
function printProblems({ problems = [] }: ImportReport, terminal: Terminal): readonly string[] {
  if (problems.length === 0) return []
  return [
    '',
    terminal.style(
      'yellow',
      problems.length === 1 ? 'Done with a problem:' : `Done with ${problems.length} problems:`,
    ),
    ...problems.flatMap(({ message, reason, hint, links }) => [
      `- ${message}`,
      `  ${reason}`,
      ...(hint === undefined ? [] : [`  ${hint}`]),
      ...(links.length === 1 ? [`  ${links[0]}`] : []),
    ]),
  ]
}

/** Why the import stopped early, last, where it is seen. */
function printStop({ failure }: ImportReport, terminal: Terminal): readonly string[] {
  if (failure === undefined) return []
  const { message, hint } = failure
  return [
    '',
    `${terminal.style('red', 'The import stopped early:')} ${message}`,
    ...(hint === undefined ? [] : [`  ${hint}`]),
  ]
}

function printOnboarding({ url, closed }: NonNullable<ImportReport['onboarding']>): string {
  return closed
    ? `The configuration pull request was closed, so nothing is proposed. Reopen it, or add groundplan.yaml.\n${url}`
    : `Merge the configuration pull request to start. Nothing is proposed until then:\n${url}`
}

/** The overlay part of a dry run: which entries apply to which modules, and their warnings. */
function printOverlays(modules: readonly ModuleOutcome[], terminal: Terminal): readonly string[] {
  const touched = modules.flatMap(({ repository, path, overlay = [] }) =>
    overlay.length === 0
      ? []
      : [{ path: path === '.' ? repository : `${repository}/${path}`, entries: overlay }],
  )
  const warnings = modules.flatMap(({ repository, overlay = [], diagnostics }) => {
    const files = new Set(overlay.map(({ file }) => file))
    return diagnostics
      .filter(({ severity, file }) => severity !== 'error' && files.has(file))
      .map((diagnostic) => printAt(repository, diagnostic))
  })
  return [...(touched.length === 0 ? [] : [printAppliedEntries(touched, terminal), '']), ...new Set(warnings)]
}

/** Problems in overlays, templates and CODEOWNERS. */
function printSettingsFindings({ repositories, diagnostics = [] }: ImportReport): readonly string[] {
  return [
    ...diagnostics.map(printDiagnostic),
    ...repositories.flatMap((repository) =>
      repository.status === 'read'
        ? (repository.diagnostics ?? []).map((diagnostic) => printAt(repository.name, diagnostic))
        : [],
    ),
  ]
}

/** A finding with the repository's name before its path. The company's files are in none of the repositories. */
function printAt(repository: string, diagnostic: Diagnostic): string {
  const text = printDiagnostic(diagnostic)
  return diagnostic.file.startsWith(companyPrefix) ? text : `${repository}/${text}`
}

function printFailure({ outcome, diagnostics, reason, repository, path }: ModuleOutcome): readonly string[] {
  if (outcome !== 'failed') return []
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  if (errors.length === 0) return [`${repository}/${path}: ${reason}`]
  return errors.map((diagnostic) => printAt(repository, diagnostic))
}
