import { defineJob, type NewJob } from '@groundplan/jobs'
import type { ProposalEvent } from '@groundplan/proposal'
import { z } from 'zod'

/** Syncs the catalog with the blueprint repository. One queued job serves all requests. */
export const syncCatalogJob = defineJob({ name: 'sync-catalog', payload: z.object({}), keys: 'coalesced' })

/** The key of every sync: there is one catalog. */
export const syncCatalogKey = 'all'

/** In milliseconds. Approving syncs immediately, so the job only has work if that server crashed. */
const syncDelay = 2000

/** The jobs that an event of a proposal calls for, to be enqueued in the transaction that records it. */
export function jobsAfterEvent({ type }: Pick<ProposalEvent, 'type'>): readonly NewJob<object>[] {
  if (type !== 'proposal.approved') return []
  return [{ kind: syncCatalogJob, payload: {}, key: syncCatalogKey, delay: syncDelay }]
}
