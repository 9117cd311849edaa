import { countOutcomes } from './import-report.ts'
import { isOver, type ImportRun, type ListedImportRun, type Retention } from './import-run.ts'

const day = 24 * 3_600_000

/** How many records of runs are kept. */
export const keptRuns = 500

/** For how long, in days. */
export const keptDays = 90

/** How many of runs that found nothing to do are kept: an import every quarter of an hour would leave 96 a day. */
export const keptQuietRuns = 20

/** How old, in days, a large report gets before its modules are removed. */
export const detailedDays = 14

/** A report counts as large from this many bytes on, as the store keeps it. */
export const largeReport = 50_000

/** What a report says whose modules were removed. */
export const trimmedNote = `The modules of this import are no longer on record: it is older than ${detailedDays} days.`

export function retentionAt(now: Date): Retention {
  return {
    ...{ newest: keptRuns, quiet: keptQuietRuns },
    since: new Date(now.getTime() - keptDays * day),
    trimBefore: new Date(now.getTime() - detailedDays * day),
  }
}

/** True for a run of everything that is configured which changed nothing, and in which nothing failed. */
export function isQuiet({ request, state }: Pick<ImportRun, 'request' | 'state'>): boolean {
  if (state.status !== 'finished' || request.configured !== true || request.dryRun === true) return false
  const { modules, repositories, notes = [], diagnostics = [], onboarding } = state.report
  const counts = countOutcomes(modules)
  const isEventful = counts.new + counts.updated + counts.waiting + counts.failed > 0
  const isNoted = notes.length + diagnostics.length > 0 || onboarding !== undefined
  return !isEventful && !isNoted && repositories.every(({ status }) => status !== 'failed')
}

/** The run as lists show it. */
export function toListed({ state, ...run }: ImportRun): ListedImportRun {
  if (state.status !== 'finished') return { ...run, state }
  const { status, at, report } = state
  return { ...run, state: { status, at }, counts: countOutcomes(report.modules) }
}

/** True if a run that is over need not be on record any more; `newer` and `newerQuiet` count the runs after it. */
export function isOutdated(
  run: ImportRun,
  { newest, since, quiet }: Retention,
  { newer, newerQuiet }: { readonly newer: number; readonly newerQuiet: number },
): boolean {
  if (!isOver(run)) return false
  return newer >= newest || run.startedAt < since || (isQuiet(run) && newerQuiet >= quiet)
}
