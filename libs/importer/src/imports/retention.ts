import { countOutcomes } from '../import-report.ts'
import { isOver, type Import, type ListedImport, type Retention } from './import.ts'

const day = 24 * 3_600_000

/** How many records of imports are kept. */
export const keptImports = 500

/** For how long, in days. */
export const keptDays = 90

/** How many imports without changes are kept: one every 15 minutes would leave 96 a day. */
export const keptQuietImports = 20

/** How old, in days, a large report gets before its modules are removed. */
export const detailedDays = 14

/** A report counts as large from this many bytes on, as the store keeps it. */
export const largeReport = 50_000

/** The note in a report whose modules were removed. */
export const trimmedNote = `The modules of this import were deleted: it is older than ${detailedDays} days.`

export function retentionAt(now: Date): Retention {
  return {
    ...{ newest: keptImports, quiet: keptQuietImports },
    since: new Date(now.getTime() - keptDays * day),
    trimBefore: new Date(now.getTime() - detailedDays * day),
  }
}

/** True for a full import without changes and failures. */
export function isQuiet({ request, state }: Pick<Import, 'request' | 'state'>): boolean {
  if (state.status !== 'finished' || request.configured !== true || request.dryRun === true) return false
  const { modules, repositories, notes = [], diagnostics = [], onboarding } = state.report
  const counts = countOutcomes(modules)
  const isEventful = counts.new + counts.updated + counts.waiting + counts.failed > 0
  const isNoted = notes.length + diagnostics.length > 0 || onboarding !== undefined
  return !isEventful && !isNoted && repositories.every(({ status }) => status !== 'failed')
}

/** The import as lists show it. */
export function toListed({ state, ...facts }: Import): ListedImport {
  if (state.status === 'failed' || state.status === 'cancelled') {
    const { report: _, ...rest } = state
    return { ...facts, state: rest }
  }
  if (state.status !== 'finished') return { ...facts, state }
  const { status, at, report } = state
  const problems = report.problems?.length ?? 0
  const failedRepositories = report.repositories.filter((each) => each.status === 'failed').length
  return {
    ...facts,
    state: { status, at },
    counts: countOutcomes(report.modules),
    failedRepositories,
    problems,
  }
}

/** True if an import that is over need not be on record any more; `newer` and `newerQuiet` count the imports after it. */
export function isOutdated(
  record: Import,
  { newest, since, quiet }: Retention,
  { newer, newerQuiet }: { readonly newer: number; readonly newerQuiet: number },
): boolean {
  if (!isOver(record)) return false
  return newer >= newest || record.startedAt < since || (isQuiet(record) && newerQuiet >= quiet)
}
