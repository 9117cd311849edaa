import type { ImportProgress } from '../import-report.ts'
import type { ImportStore } from './import.ts'

export interface ReportingOptions {
  readonly number: number
  readonly token: string
  readonly imports: Pick<ImportStore, 'report'>
  /** Milliseconds between two reports. */
  readonly pause: number
  /** The wait that a host asks for now, if any. */
  readonly findWait?: (() => ImportProgress['wait']) | undefined
}

export interface Reporting {
  readonly onProgress: (progress: ImportProgress) => void
  /** Aborted when somebody cancels the import, or another attempt has taken it over. */
  readonly signal: AbortSignal
  /** True if another attempt has taken it over. */
  isLost(): boolean
  stop(): Promise<void>
}

/** Stores an import's progress and checks whether to stop. Retries later if the database is unavailable. */
export function startReporting({ number, token, imports, pause, findWait }: ReportingOptions): Reporting {
  const stopping = new AbortController()
  let current: ImportProgress | undefined
  let latest: ImportProgress | undefined
  let shownWait: string | undefined
  let lost = false
  let beating: Promise<void> | undefined
  const beat = async () => {
    const wait = findWait?.()
    const isOther = wait?.until !== shownWait
    const progress = latest ?? (isOther ? current : undefined)
    if (progress !== undefined) shownWait = wait?.until
    latest = undefined
    const answer = await imports.report(
      number,
      token,
      progress && { ...progress, ...(wait === undefined ? {} : { wait }) },
    )
    lost = answer === 'lost'
    if (answer !== 'continue') stopping.abort()
  }
  const timer = setInterval(() => {
    beating ??= beat()
      .catch(() => {})
      .finally(() => (beating = undefined))
  }, pause)
  return {
    onProgress: (progress) => void (current = latest = progress),
    signal: stopping.signal,
    isLost: () => lost,
    async stop() {
      clearInterval(timer)
      await beating
    },
  }
}
