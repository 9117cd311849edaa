import { defineJob, type NewJob } from '@groundplan/jobs'
import { z } from 'zod'
import { defaultImportLimits } from '../import-limits.ts'

/**
 * How often an import is tried whose workers die. Several imports share a worker, so most of them did not cause it, and foreign
 * files are read in other processes: ten deaths, over several minutes, leave little doubt.
 */
const importAttempts = 10

/**
 * Runs an import. An attempt that its worker did not end is followed by another one, which begins anew: what was proposed by then
 * is found unchanged. Its own time limit is shorter than that of the job.
 */
export const importJob = defineJob({
  name: 'run-import',
  payload: z.object({ number: z.int().min(1) }),
  keys: 'exclusive',
  retry: { attempts: importAttempts, delay: 1_000, longestDelay: 60_000 },
  timeout: defaultImportLimits.import + 10 * 60_000,
})

/** The job of an import. There is one for each number. */
export function toImportJob(number: number, priority = 0): NewJob<{ number: number }> {
  return { kind: importJob, payload: { number }, key: String(number), priority }
}
