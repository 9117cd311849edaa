import type { JobOutcome } from '@groundplan/jobs'
import { describeForLog } from './describe-error.ts'
import type { Logger } from './create-logger.ts'

/** Writes a line for each attempt at a job. What it was about is not in it: payloads name repositories. */
export function createJobLog(logger: Logger): (outcome: JobOutcome) => void {
  return ({ kind, id, attempt, milliseconds: ms, result, error }) => {
    const facts = { kind, job: id, attempt, ms, result }
    if (error === undefined) logger.info(facts, 'job')
    else logger[result === 'given-up' ? 'error' : 'warn']({ ...facts, error: describeForLog(error) }, 'job')
  }
}

/** Writes what goes wrong in the background of the queue, e.g. while the database is away, once a minute at most. */
export function createQueueErrorLog(logger: Logger): (error: Error) => void {
  let quietUntil = 0
  return (error) => {
    if (Date.now() < quietUntil) return
    quietUntil = Date.now() + 60_000
    logger.warn({ error: describeForLog(error) }, 'job queue error')
  }
}
