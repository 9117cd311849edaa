import { defineJob, type NewJob } from '@groundplan/jobs'
import { z } from 'zod'
import { defaultImportLimits } from '../import-limits.ts'

/**
 * Runs an import. An attempt that its worker did not end is followed by another one, which begins anew: what was proposed by then
 * is found unchanged. Its own time limit is shorter than that of the job.
 */
export const importJob = defineJob({
  name: 'run-import',
  payload: z.object({ number: z.int().min(1) }),
  keys: 'exclusive',
  retry: { attempts: 5, delay: 1_000, longestDelay: 30_000 },
  timeout: defaultImportLimits.import + 10 * 60_000,
})

/** The job of an import. There is one for each number. */
export function toImportJob(number: number, priority = 0): NewJob<{ number: number }> {
  return { kind: importJob, payload: { number }, key: String(number), priority }
}
