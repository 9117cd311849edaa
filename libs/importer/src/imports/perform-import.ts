import { ConflictError, PlatformError, toPlatformError } from '@groundplan/errors'
import type { JobAttempt, NewJob } from '@groundplan/jobs'
import { startDeadline, untilAborted } from '../deadline.ts'
import type { ImportConfiguration } from '../import-configuration.ts'
import type { ImportProgress, ImportReport } from '../import-report.ts'
import { runImport, type ImportDependencies } from '../run-import.ts'
import { defaultImportLimits, type ImportLimits } from '../import-limits.ts'
import type { FinalImportState, Import, ImportStore } from './import.ts'
import { startReporting } from './report-progress.ts'

export interface PerformImportDependencies extends ImportDependencies {
  readonly imports: ImportStore
  /** The wait that a host asks for now, if any. */
  readonly findWait?: (() => ImportProgress['wait']) | undefined
  /** Reads the configuration for each import; without it there is none. */
  readonly readConfiguration?: (() => Promise<ImportConfiguration>) | undefined
}

/**
 * Runs the import that a job is about, and keeps how it ended. Does nothing if it is over. Throws if the worker stops or loses the
 * job: the next attempt begins anew.
 */
export async function performImport(
  { payload: { number }, id, attempt, signal }: JobAttempt<{ readonly number: number }>,
  dependencies: PerformImportDependencies,
  limits: ImportLimits = defaultImportLimits,
): Promise<void> {
  const { imports, now, findWait } = dependencies
  const token = `${id}/${attempt}`
  const begun = await imports.begin(number, token)
  if (begun === undefined) return
  if (begun.signal === 'cancel') {
    await imports.end(number, token, { status: 'cancelled', at: now() })
    return
  }
  const reporting = startReporting({ number, token, imports, pause: limits.progress, findWait })
  let ended: EndedImport
  try {
    ended = await run(begun.import, { dependencies, limits, signal, reporting })
  } catch (error) {
    // Its place is free at once; if even this fails, the next attempt takes it all the same.
    await imports.release(number, token).catch(() => {})
    throw error
  } finally {
    await reporting.stop()
  }
  await imports.end(number, token, ended.state, ended.followUps)
}

interface EndedImport {
  readonly state: FinalImportState
  /** The next step. */
  readonly followUps?: readonly NewJob[]
}

interface RunOptions {
  readonly dependencies: PerformImportDependencies
  readonly limits: ImportLimits
  readonly signal: AbortSignal
  readonly reporting: ReturnType<typeof startReporting>
}

/** The outcome of the import. Throws if it has none: the attempt was stopped or no longer owns the import. */
async function run(
  { number, request }: Import,
  { dependencies, limits, signal, reporting }: RunOptions,
): Promise<EndedImport> {
  const { now, readConfiguration: configuration } = dependencies
  const deadline = startDeadline(AbortSignal.any([signal, reporting.signal]), limits.import)
  let followUps: readonly NewJob[] = []
  let stopped: { readonly report?: ImportReport } = {}
  try {
    const options = {
      ...{ configuration, signal: deadline.signal, onProgress: reporting.onProgress, limits, number },
      onFollowUp: (jobs: readonly NewJob[]) => void (followUps = jobs),
      onStopped: (report: ImportReport) => void (stopped = { report }),
    }
    const work = runImport(request, { ...dependencies, correlationId: `import:${number}` }, options)
    const report = await untilAborted(work, deadline.signal, limits.grace)
    if (report.failure !== undefined)
      return { state: { status: 'failed', at: now(), ...report.failure, report }, followUps }
    return { state: { status: 'finished', at: now(), report }, followUps }
  } catch (error) {
    if (signal.aborted) throw error
    if (reporting.isLost())
      throw new ConflictError('Another worker took over the import.', { hint: 'That worker completes it.' })
    if (reporting.signal.aborted) return { state: { status: 'cancelled', at: now(), ...stopped } }
    const { code, message, hint } = deadline.isOver() ? tooLong(limits.import) : toPlatformError(error)
    return { state: { status: 'failed', at: now(), code, message, hint, ...stopped } }
  } finally {
    deadline.clear()
  }
}

function tooLong(milliseconds: number): PlatformError {
  const minutes = Math.round(milliseconds / 60_000)
  return new PlatformError('cancelled', `The import took longer than ${minutes} minutes and was stopped.`, {
    hint: 'Proposals that it already created are kept. Import fewer repositories at a time.',
  })
}
