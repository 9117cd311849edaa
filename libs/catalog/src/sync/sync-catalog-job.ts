import { defineJob } from '@groundplan/jobs'
import { z } from 'zod'

/** Brings the catalog in step with the blueprint repository. One that waits stands for every other. */
export const syncCatalogJob = defineJob({ name: 'sync-catalog', payload: z.object({}), keys: 'coalesced' })
