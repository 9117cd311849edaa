import type { JobKind } from './job-kind.ts'

/** One attempt at a job. */
export interface JobAttempt<Payload = unknown> {
  readonly id: string
  readonly payload: Payload
  /** 1 for the first attempt. */
  readonly attempt: number
  /** True if nothing follows should this attempt fail. */
  readonly isLast: boolean
  /** Aborted when the worker stops, the time is up, or another worker has taken over. */
  readonly signal: AbortSignal
}

/** What a worker does with jobs of one kind. */
export interface JobHandler<Payload = unknown> {
  readonly kind: JobKind<Payload>
  /** How many run at a time in one worker; 1 if absent. Of a pooled kind, the worker's pools share them. */
  readonly concurrency?: number | undefined
  /** Must be safe to repeat. If it throws, the job is tried again, see {@link isRetryable}. */
  readonly run: (job: JobAttempt<Payload>) => Promise<void>
  /** Hears of jobs that failed for good, with the last error's message, unless another job with the same key waits or runs. */
  readonly onGivenUp?: ((payload: Payload, reason: string) => Promise<void>) | undefined
  /** Also enqueues this payload at the times of a cron expression in UTC, once whatever the number of workers. */
  readonly schedule?:
    { readonly cron: string; readonly payload: Payload; readonly key?: string | undefined } | undefined
}

/** How an attempt ended. */
export interface JobOutcome {
  readonly kind: string
  readonly id: string
  readonly attempt: number
  readonly milliseconds: number
  readonly result: 'done' | 'failed' | 'given-up' | 'stopped'
  readonly error?: unknown
}

/** Port: runs jobs in this process: those of the pools that it serves. */
export interface JobWorker {
  /** Begins to take jobs. Call it once. Kinds without pools are left to workers that serve the default pool. */
  work(handlers: readonly JobHandler[]): Promise<void>
  /** Takes no more jobs, and aborts those that run; another worker continues with them. */
  close(): Promise<void>
}

/** A handler whose payload is typed by its kind, for a list of several kinds. */
export function handler<Payload>(typed: JobHandler<Payload>): JobHandler {
  return typed as unknown as JobHandler
}
