import { errorMessage } from '@groundplan/errors'
import { isRetryable } from './is-retryable.ts'
import type { JobAttempt, JobHandler, JobOutcome } from './job-worker.ts'

export interface AttemptContext {
  /** Aborted when this process stops working. */
  readonly closing: AbortSignal
  readonly onOutcome: (outcome: JobOutcome) => void
}

/** What the queue has to do after an attempt. */
export type AttemptResult =
  | { readonly kind: 'done' }
  /** This worker stops: another one does the work, as if this attempt had not been. */
  | { readonly kind: 'stopped' }
  /** To be tried again if attempts are left. */
  | { readonly kind: 'retry' | 'give-up'; readonly reason: string }

/** Checks the payload, runs the handler and reports the outcome. Never throws. Adapters use it. */
export async function performAttempt(
  { kind, run }: JobHandler,
  job: JobAttempt,
  { closing, onOutcome }: AttemptContext,
): Promise<AttemptResult> {
  const start = performance.now()
  const report = (result: JobOutcome['result'], error?: unknown) => {
    const milliseconds = Math.round(performance.now() - start)
    const { id, attempt } = job
    onOutcome({
      kind: kind.name,
      id,
      attempt,
      milliseconds,
      result,
      ...(error === undefined ? {} : { error }),
    })
  }
  const parsed = kind.payload.safeParse(job.payload)
  if (!parsed.success) {
    report('given-up', parsed.error)
    return { kind: 'give-up', reason: 'The payload does not match this version of the job.' }
  }
  try {
    await run({ ...job, payload: parsed.data })
    report('done')
    return { kind: 'done' }
  } catch (error) {
    const reason = errorMessage(error)
    if (closing.aborted) {
      report('stopped')
      return { kind: 'stopped' }
    }
    // What was told to stop says that it was cancelled, whatever it was about.
    const mayRetry = (job.signal.aborted || isRetryable(error)) && !job.isLast
    report(mayRetry ? 'failed' : 'given-up', error)
    return { kind: mayRetry ? 'retry' : 'give-up', reason }
  }
}
