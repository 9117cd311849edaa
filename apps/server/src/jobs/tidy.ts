import type { SessionStore } from '@groundplan/access'
import type { AuditLog, DeliveryStore } from '@groundplan/events'
import { retentionAt, type ImportStore } from '@groundplan/importer'
import { defineJob, handler, type JobHandler } from '@groundplan/jobs'
import type { LeaseStore } from '@groundplan/proposal'
import type { StateStore } from '@groundplan/terraform-state'
import { z } from 'zod'

const day = 24 * 3_600_000

export const tidyJob = defineJob({ name: 'tidy', payload: z.object({}), keys: 'coalesced' })

export interface TidyDependencies {
  readonly imports: Pick<ImportStore, 'prune' | 'enqueueUnfinished'>
  readonly leases: Pick<LeaseStore, 'removeExpired'>
  /** Of each chain. */
  readonly findRetentions: () => Promise<readonly EventRetention[]>
  readonly sessions: Pick<SessionStore, 'tidy'>
  /** Milliseconds without a request after which a session has ended. */
  readonly idleSessions: number
  /** The Terraform states of each space. */
  readonly findStates: () => Promise<readonly Pick<StateStore, 'removeExpiredAccess'>[]>
  readonly now: () => Date
}

export interface EventRetention {
  readonly audit: Pick<AuditLog, 'removeOldest'>
  readonly deliveries: Pick<DeliveryStore, 'find'>
  /** Names of what events are sent to: they keep what they have not received yet. */
  readonly sinks: readonly string[]
  /** In milliseconds; absent: events are kept for ever. */
  readonly retention?: number | undefined
}

/** Events that are removed in one transaction, and told of in one event. */
const removedAtATime = 5_000

/** Removes records that need not be kept, every hour, and finds imports whose job was lost, e.g. in a restore. */
export function tidy({
  imports,
  leases,
  findRetentions,
  sessions,
  idleSessions,
  findStates,
  now,
}: TidyDependencies): JobHandler {
  return handler({
    kind: tidyJob,
    schedule: { cron: '7 * * * *', payload: {}, key: 'all' },
    run: async ({ signal }) => {
      await imports.enqueueUnfinished()
      await imports.prune(retentionAt(now()))
      await leases.removeExpired(day)
      const at = now()
      await sessions.tidy({ at, seenBefore: new Date(at.getTime() - idleSessions) })
      for (const states of await findStates()) await states.removeExpiredAccess(at)
      for (const chain of await findRetentions()) await removeOldEvents(chain, now, signal)
    },
  })
}

async function removeOldEvents(
  { audit, deliveries, sinks, retention }: EventRetention,
  now: () => Date,
  signal: AbortSignal,
): Promise<void> {
  if (retention === undefined) return
  const before = new Date(now().getTime() - retention)
  const arrived = await Promise.all(sinks.map(async (sink) => (await deliveries.find(sink)).sequence))
  const upTo = arrived.length === 0 ? undefined : Math.min(...arrived)
  let removed
  do removed = await audit.removeOldest({ before, upTo, limit: removedAtATime, now: now() })
  while (removed === removedAtATime && !signal.aborted)
}
