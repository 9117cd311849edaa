import { ConflictError } from '@groundplan/errors'
import type { NewJob } from '@groundplan/jobs'
import type { Page, PageRequest } from '@groundplan/proposal'
import type { ImportProgress, ImportReport, ImportRequest, ModuleCounts } from '../import-report.ts'

/** One import, past or present. */
export interface Import {
  /** Counts from 1. */
  readonly number: number
  readonly request: ImportRequest
  /** When it was asked for. */
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
    }
  | { readonly status: 'cancelled'; readonly at: Date }
  /** Its workers stopped or crashed again and again; another import completes the work. */
  | { readonly status: 'interrupted'; readonly at: Date }

/** An import that nothing more will happen in. */
export type FinalImportState = Exclude<ImportState, { readonly status: 'waiting' | 'running' }>

/** An import without its report, which is long. */
export interface ListedImport extends Omit<Import, 'state'> {
  readonly state:
    Exclude<ImportState, { readonly status: 'finished' }> | { readonly status: 'finished'; readonly at: Date }
  /** How many modules had each outcome, if it has finished. */
  readonly counts?: ModuleCounts | undefined
  /** How many repositories could not be read, if it has finished. */
  readonly failedRepositories?: number | undefined
}

/** True if nothing more will happen in the import. */
export function isOver({ state }: { readonly state: { readonly status: ImportState['status'] } }): boolean {
  return state.status !== 'waiting' && state.status !== 'running'
}

/** What a store throws when so many imports wait. */
export function tooManyWait(waiting: number): ConflictError {
  return new ConflictError(`Too many imports are waiting (${waiting}).`, { hint: 'Try again later.' })
}

/** Which records of imports are kept. What has not ended always is. */
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

export interface AddImportOptions {
  readonly startedAt: Date
  /** How many may wait; one more is refused. */
  readonly waiting: number
  /** An import that waits and makes this one unnecessary; it is returned instead. */
  readonly isCovered?: ((request: ImportRequest, by: ImportRequest) => boolean) | undefined
  /** Of its job; higher ones run first. */
  readonly priority?: number | undefined
}

/** What a worker hears when it tells how far it is. `lost`: another attempt has it, or it is over. */
export type ImportSignal = 'continue' | 'cancel' | 'lost'

/**
 * Port: keeps imports, where every server sees them. While an import runs, one attempt of its job owns it, by a token; only that
 * one changes it.
 */
export interface ImportStore {
  /** Adds an import that waits, and its job with it. Throws ConflictError if too many wait. */
  add(request: ImportRequest, options: AddImportOptions): Promise<Import>
  /** Gives it to an attempt, whoever had it before. `undefined` if it is over. */
  begin(number: number, token: string): Promise<{ import: Import; signal: ImportSignal } | undefined>
  /** Keeps how far it is, unless that is `undefined`. */
  report(number: number, token: string, progress: ImportProgress | undefined): Promise<ImportSignal>
  /** Keeps how it ended, and enqueues jobs with that. False, with nothing changed, if it is not this attempt's any more. */
  end(number: number, token: string, state: FinalImportState, followUps?: readonly NewJob[]): Promise<boolean>
  /** Adds notes that it does not have yet to the report of a finished import. Does nothing if there is none. */
  addNotes(number: number, notes: readonly string[]): Promise<void>
  /** It waits again, for another attempt. Does nothing if it is not this attempt's any more. */
  release(number: number, token: string): Promise<void>
  /** Ends one that waits; asks whoever runs it to stop it. Does nothing if it is over. */
  cancel(number: number, at: Date): Promise<void>
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
