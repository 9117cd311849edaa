import { retentionAt, type ImportStore } from '@groundplan/importer'
import { defineJob, handler, type JobHandler } from '@groundplan/jobs'
import type { LeaseStore } from '@groundplan/proposal'
import { z } from 'zod'

const day = 24 * 3_600_000

export const tidyJob = defineJob({ name: 'tidy', payload: z.object({}), keys: 'coalesced' })

export interface TidyDependencies {
  readonly imports: Pick<ImportStore, 'prune' | 'enqueueUnfinished'>
  readonly leases: Pick<LeaseStore, 'removeExpired'>
  readonly now: () => Date
}

/** Removes records that need not be kept, every hour, and finds imports whose job was lost, e.g. in a restore. */
export function tidy({ imports, leases, now }: TidyDependencies): JobHandler {
  return handler({
    kind: tidyJob,
    schedule: { cron: '7 * * * *', payload: {}, key: 'all' },
    run: async () => {
      await imports.enqueueUnfinished()
      await imports.prune(retentionAt(now()))
      await leases.removeExpired(day)
    },
  })
}
