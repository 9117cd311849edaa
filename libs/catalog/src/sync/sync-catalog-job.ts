import { defineJob, type NewJob } from '@groundplan/jobs'
import { z } from 'zod'

/** Brings the catalog in step with the blueprint repository. */
export const syncCatalogJob = defineJob({ name: 'sync-catalog', payload: z.object({}), keyed: true })

/** One that waits stands for every other. */
export function toSyncCatalogJob(): NewJob<Record<string, never>> {
  return { kind: syncCatalogJob, payload: {}, key: 'all' }
}
