import { hasUndelivered, type AuditLog, type DeliveryStore } from '@groundplan/events'
import type { JobHandler, JobQueue } from '@groundplan/jobs'
import { deliverEventsJob, deliverEventsTo } from '../jobs/deliver-events.ts'
import type { EventRetention } from '../jobs/tidy.ts'
import type { AuditConfig } from './audit-config.ts'
import { createSinks } from './create-sinks.ts'

/** How soon new events are sent, in milliseconds. */
const interval = 5_000

export interface DeliveryOptions {
  readonly config: AuditConfig | undefined
  /** Those of all spaces, and that of what belongs to none. */
  readonly findChains: () => Promise<readonly EventChain[]>
  readonly now: () => Date
}

/** A chain of events, and how far each sink has received it. */
export interface EventChain {
  readonly audit: AuditLog
  readonly deliveries: DeliveryStore
}

/** What a worker does with events beside keeping them. */
export interface EventDelivery {
  readonly handlers: readonly JobHandler[]
  readonly findRetentions: () => Promise<readonly EventRetention[]>
  /** Looks for events that have to be sent, and enqueues that. Returns what ends it. */
  follow(jobs: JobQueue, onError: (error: unknown) => void): () => void
}

export function openDelivery({ config = {}, findChains, now }: DeliveryOptions): EventDelivery {
  const sinks = createSinks(config, now)
  const findDependencies = async () => (await findChains()).map((chain) => ({ ...chain, now }))
  const names = sinks.map(({ name }) => name)
  return {
    handlers: sinks.length === 0 ? [] : [deliverEventsTo(sinks, findDependencies)],
    findRetentions: async () =>
      (await findChains()).map((chain) => ({ ...chain, sinks: names, retention: config.retention })),
    follow(jobs, onError) {
      if (sinks.length === 0) return () => {}
      const look = async () => {
        for (const chain of await findDependencies()) {
          if (!(await hasUndelivered(sinks, chain))) continue
          await jobs.enqueue({ kind: deliverEventsJob, payload: {}, key: 'all' })
          return
        }
      }
      const timer = setInterval(() => void look().catch(onError), interval).unref()
      return () => clearInterval(timer)
    },
  }
}
