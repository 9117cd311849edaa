import type { Actor } from '@groundplan/actor'
import { ConflictError } from '@groundplan/errors'
import type { NewJob } from '@groundplan/jobs'
import type { Page, PageRequest, ReportedProblem, SideStepKind } from '@groundplan/proposal'
import type {
  ImportFailure,
  ImportProgress,
  ImportReport,
  ImportRequest,
  ModuleCounts,
} from '../import-report.ts'

/** One import, past or present. */
export interface Import {
  /** Counts from 1. */
  readonly number: number
  readonly request: ImportRequest
  /** When it was requested. */
  readonly startedAt: Date
  readonly state: ImportState
}

export type ImportState =
  | { readonly status: 'waiting' }
  | { readonly status: 'running'; readonly progress?: ImportProgress | undefined }
  | { readonly status: 'finished'; readonly at: Date; readonly report: ImportReport }
  | {
      readonly status: 'failed'
      readonly at: Date
      readonly code: string
      readonly message: string
      readonly hint?: string | undefined
      /** What it did before it failed, if it got that far. */
      readonly report?: ImportReport | undefined
    }
  | { readonly status: 'cancelled'; readonly at: Date; readonly report?: ImportReport | undefined }
  /** Its workers stopped or crashed again and again; another import completes the work. */
  | { readonly status: 'interrupted'; readonly at: Date }

/** An import that has ended. */
export type FinalImportState = Exclude<ImportState, { readonly status: 'waiting' | 'running' }>

/** An import without its report, which is long. */
export interface ListedImport extends Omit<Import, 'state'> {
  readonly state:
    | Exclude<ImportState, { readonly status: 'finished' | 'failed' | 'cancelled' }>
    | { readonly status: 'finished' | 'cancelled'; readonly at: Date }
    | ({ readonly status: 'failed'; readonly at: Date } & ImportFailure)
  /** How many modules had each outcome, if it has finished. */
  readonly counts?: ModuleCounts | undefined
  /** How many repositories could not be read, if it has finished. */
  readonly failedRepositories?: number | undefined
  /** How many {@link ImportReport.problems} its report has, if it has finished. */
  readonly problems?: number | undefined
}

/** True if the import has ended. */
export function isOver({ state }: { readonly state: { readonly status: ImportState['status'] } }): boolean {
  return state.status !== 'waiting' && state.status !== 'running'
}

/** The error of a store whose queue of imports is full. */
export function tooManyWait(waiting: number): ConflictError {
  return new ConflictError(`Too many imports are waiting (${waiting}).`, { hint: 'Try again later.' })
}

/** Which import records are kept. Imports that have not ended are always kept. */
export interface Retention {
  /** How many at most. */
  readonly newest: number
  /** Older ones are removed. */
  readonly since: Date
  /** Maximum number of imports without changes, see {@link isQuiet}. */
  readonly quiet: number
  /** Older ones keep how many modules had each outcome; of large reports, the modules themselves are removed. */
  readonly trimBefore: Date
}

export interface AddImportOptions {
  readonly startedAt: Date
  /** How many may wait; one more is refused. */
  readonly waiting: number
  /** An import that waits and makes this one unnecessary; it is returned instead. */
  readonly isCovered?: ((request: ImportRequest, by: ImportRequest) => boolean) | undefined
  /** Of its job; higher ones run first. */
  readonly priority?: number | undefined
  /** Who asked for it, for the event about it; absent: the server itself, which records none. */
  readonly by?: Actor | undefined
}

/** The reply to a worker's progress report. `lost`: another attempt owns the import, or it has ended. */
export type ImportSignal = 'continue' | 'cancel' | 'lost'

/**
 * Port: keeps imports, where every server sees them. While an import runs, one attempt of its job owns it, by a token; only that
 * one changes it.
 */
export interface ImportStore {
  /** Adds an import that waits, and its job with it. Throws ConflictError if too many wait. */
  add(request: ImportRequest, options: AddImportOptions): Promise<Import>
  /** Assigns it to an attempt, replacing any previous one. `undefined` if it has ended. */
  begin(number: number, token: string): Promise<{ import: Import; signal: ImportSignal } | undefined>
  /** Keeps how far it is, unless that is `undefined`. */
  report(number: number, token: string, progress: ImportProgress | undefined): Promise<ImportSignal>
  /** Records the outcome and enqueues jobs in the same transaction. Returns false and changes nothing if another attempt owns it. */
  end(number: number, token: string, state: FinalImportState, followUps?: readonly NewJob[]): Promise<boolean>
  /** Replaces the problems of one kind in the report of a finished import. Does nothing if there is no such import. */
  setProblems(number: number, kind: SideStepKind, problems: readonly ReportedProblem[]): Promise<void>
  /** Returns it to the queue for another attempt. Does nothing if this attempt no longer owns it. */
  release(number: number, token: string): Promise<void>
  /** Cancels a queued import, or asks the worker of a running one to stop. Does nothing if it has ended. Records who asked for it. */
  cancel(number: number, at: Date, by?: Actor): Promise<void>
  /** Marks it as interrupted, unless it is over. */
  interrupt(number: number, at: Date): Promise<void>
  find(number: number): Promise<Import | undefined>
  /** Newest first; a position is a number. */
  list(request: PageRequest<number>): Promise<Page<ListedImport, number>>
  /** The newest import of everything that is configured, if there was one; not a dry run. */
  findLatestWhole(): Promise<ListedImport | undefined>
  /** Makes sure that everything which is not over has a job, e.g. after a restore. */
  enqueueUnfinished(): Promise<void>
  /** Removes the records that need not be kept. */
  prune(retention: Retention): Promise<void>
}
