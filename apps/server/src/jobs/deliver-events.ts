import { deliverEvents, type DeliveryDependencies, type EventSink } from '@groundplan/events'
import { defineJob, handler, type JobHandler } from '@groundplan/jobs'
import { z } from 'zod'

/** The log itself says when a sink that failed is tried again: the job is not. */
export const deliverEventsJob = defineJob({
  name: 'deliver-events',
  payload: z.object({}),
  keys: 'coalesced',
  retry: { attempts: 1 },
})

/** How long one job delivers, in milliseconds: a sink that is slow keeps the others waiting no longer. */
const longest = 60_000

/** Sends the events of each chain to every sink, one job at a time, so that they arrive in order. */
export function deliverEventsTo(
  sinks: readonly EventSink[],
  findChains: () => Promise<readonly DeliveryDependencies[]>,
): JobHandler {
  return handler({
    kind: deliverEventsJob,
    schedule: { cron: '* * * * *', payload: {}, key: 'all' },
    run: async ({ signal }) => {
      const chains = await findChains()
      const deliveries = sinks.map(async (sink) => {
        for (const chain of chains) await deliverEvents(sink, { ...chain, signal, longest })
      })
      const failed = (await Promise.allSettled(deliveries)).find(({ status }) => status === 'rejected')
      if (failed?.status === 'rejected') throw failed.reason
    },
  })
}
