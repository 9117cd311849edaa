import { defineJob, type NewJob } from '@groundplan/jobs'
import { z } from 'zod'

/** Databases and clusters take their time. */
const longestRun = 6 * 3600_000

/**
 * Performs a run until it is over or waits for an approval. An attempt that its worker did not end is followed by another one, which
 * continues where that one was.
 */
export const runJob = defineJob({
  name: 'run-environment',
  payload: z.object({ runId: z.string().min(1).max(100), spaceId: z.string().min(1).max(100) }),
  keys: 'exclusive',
  retry: { attempts: 10, delay: 1_000, longestDelay: 60_000 },
  timeout: longestRun,
})

/**
 * The job of a run for one of its turns: it has another one after each approval. The job of the turn before may still be about to end, so
 * each turn has a key of its own.
 */
export function toRunJob(
  { id, spaceId }: { readonly id: string; readonly spaceId: string },
  turn: number,
): NewJob<z.infer<typeof runJob.payload>> {
  return { kind: runJob, payload: { runId: id, spaceId }, key: `${id}/${turn}` }
}
