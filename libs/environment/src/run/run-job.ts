import { defineJob, type NewJob } from '@groundplan/jobs'
import { z } from 'zod'
import type { Run } from '../model/run.ts'

/** Databases and clusters take their time. */
const longestRun = 6 * 3600_000

/**
 * Performs a run until it is over or waits for an approval. An attempt that its worker did not end is followed by another one, which
 * continues where that one was.
 */
export const runJob = defineJob({
  name: 'run-environment',
  payload: z.object({
    runId: z.string().min(1).max(100),
    spaceId: z.string().min(1).max(100),
    /** A job of an earlier turn has nothing left to do. Jobs of earlier versions have none. */
    turn: z.int().optional(),
  }),
  keys: 'exclusive',
  isPooled: true,
  retry: { attempts: 10, delay: 1_000, longestDelay: 60_000 },
  timeout: longestRun,
})

/**
 * The job of a run for one of its turns: it has another one after each approval. The job of the turn before may still be about to end, so
 * each turn has a key of its own.
 */
export function toRunJob(
  { id, spaceId, pool }: Pick<Run, 'id' | 'spaceId' | 'pool'>,
  turn: number,
): NewJob<z.infer<typeof runJob.payload>> {
  return { kind: runJob, payload: { runId: id, spaceId, turn }, key: `${id}/${turn}`, pool }
}
