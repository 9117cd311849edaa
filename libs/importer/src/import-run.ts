import type { Page, PageRequest } from '@groundplan/proposal'
import type { ImportProgress, ImportReport, ImportRequest, ModuleCounts } from './import-report.ts'

/** One run of an import, past or present. */
export interface ImportRun {
  /** Counts from 1. */
  readonly number: number
  readonly request: ImportRequest
  readonly startedAt: Date
  readonly state: ImportRunState
}

export type ImportRunState =
  | { readonly status: 'waiting' }
  | { readonly status: 'running'; readonly progress?: ImportProgress | undefined }
  | { readonly status: 'finished'; readonly at: Date; readonly report: ImportReport }
  | {
      readonly status: 'failed'
      readonly at: Date
      readonly code: string
      readonly message: string
      readonly hint?: string | undefined
    }
  | { readonly status: 'cancelled'; readonly at: Date }
  /** The server stopped in the middle; another import completes the work. */
  | { readonly status: 'interrupted'; readonly at: Date }

/** A run without its report, which is long. */
export interface ListedImportRun extends Omit<ImportRun, 'state'> {
  readonly state:
    | Exclude<ImportRunState, { readonly status: 'finished' }>
    | { readonly status: 'finished'; readonly at: Date }
  /** How many modules had each outcome, if it has finished. */
  readonly counts?: ModuleCounts | undefined
}

/** True if nothing more will happen in the run. */
export function isOver({ state }: Pick<ImportRun, 'state'>): boolean {
  return state.status !== 'waiting' && state.status !== 'running'
}

/** Which records of runs are kept. What has not ended always is. */
export interface Retention {
  /** How many at most. */
  readonly newest: number
  /** Older ones are removed. */
  readonly since: Date
  /** How many that found nothing to do, see {@link isQuiet}. */
  readonly quiet: number
  /** Older ones keep how many modules had each outcome; of large reports, the modules themselves are removed. */
  readonly trimBefore: Date
}

/**
 * Port: keeps the record of import runs. Each has an owner, the server that runs it; nobody but the owner changes a run before
 * that server has ended.
 */
export interface ImportRunStore {
  add(run: Omit<ImportRun, 'number'>, owner: string): Promise<ImportRun>
  /** Keeps how a run is now. False, with nothing changed, if it is over on record already. */
  update(run: ImportRun): Promise<boolean>
  find(number: number): Promise<ImportRun | undefined>
  /** Newest first; a position is a number. */
  list(request: PageRequest<number>): Promise<Page<ListedImportRun, number>>
  /** Asks whoever runs it to stop it. */
  requestCancel(number: number): Promise<void>
  /** The runs of an owner that are not over on record; true if somebody asks to stop it. */
  listUnfinished(owner: string): Promise<ReadonlyMap<number, boolean>>
  /** Whoever has runs that are not over on record. */
  listOwners(): Promise<readonly string[]>
  /** Marks the runs that these owners have not ended as interrupted. */
  interrupt(owners: readonly string[], at: Date): Promise<void>
  /** Removes the records that need not be kept. */
  prune(retention: Retention): Promise<void>
}
