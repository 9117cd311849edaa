import type { ImportProgress, ImportReport, ImportRequest } from './import-report.ts'

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

/** True if nothing more will happen in the run. */
export function isOver({ state }: ImportRun): boolean {
  return state.status !== 'waiting' && state.status !== 'running'
}

/** Port: keeps the record of import runs. */
export interface ImportRunStore {
  add(run: Omit<ImportRun, 'number'>): Promise<ImportRun>
  update(run: ImportRun): Promise<void>
  find(number: number): Promise<ImportRun | undefined>
  /** Newest first, at most `limit`. */
  list(limit: number): Promise<readonly ImportRun[]>
  /** Marks runs that a stopped server left behind as interrupted. */
  interruptUnfinished(at: Date): Promise<void>
}
