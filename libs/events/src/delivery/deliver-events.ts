import type { AuditLog } from '../audit/audit-log.ts'
import type { DeliveryStore, EventSink } from './event-sink.ts'

export interface DeliveryDependencies {
  readonly audit: Pick<AuditLog, 'read' | 'readHead'>
  readonly deliveries: DeliveryStore
  readonly now: () => Date
}

export interface DeliveryOptions extends DeliveryDependencies {
  readonly signal: AbortSignal
  /** How long to go on while there is more, in milliseconds. */
  readonly longest: number
}

/** Events that are read at a time. */
const batchSize = 200

const shortestWait = 5_000
const longestWait = 15 * 60_000

/**
 * Sends a sink the events that it does not have yet, in order, each at least once. If one does not arrive, later ones wait for it; the
 * time until the next attempt doubles, up to 15 minutes. Throws what the sink throws.
 */
export async function deliverEvents(
  sink: EventSink,
  { audit, deliveries, now, signal, longest }: DeliveryOptions,
): Promise<void> {
  const { sequence, failures, retryAt } = await deliveries.find(sink.name)
  if (retryAt !== undefined && retryAt > now()) return
  const end = now().getTime() + longest
  let arrived = sequence
  try {
    while (!signal.aborted && now().getTime() < end) {
      const records = await audit.read({}, { limit: batchSize, after: arrived })
      if (records.length === 0) return
      for await (const reached of sink.send(records, signal)) {
        // Another worker is at it, which took this one for dead.
        if (!(await deliveries.advance(sink.name, arrived, reached))) return
        arrived = reached
        if (signal.aborted) return
      }
    }
  } catch (error) {
    if (signal.aborted) return
    const previous = arrived === sequence ? failures : 0
    const wait = Math.min(longestWait, shortestWait * 2 ** Math.min(previous, 20))
    const message = error instanceof Error ? error.message : 'unknown'
    const failure = { error: message, retryAt: new Date(now().getTime() + wait) }
    await deliveries.noteFailure(sink.name, failure)
    throw error
  }
}

/** True if one of the sinks lacks events and may be tried. */
export async function hasUndelivered(
  sinks: readonly EventSink[],
  { audit, deliveries, now }: DeliveryDependencies,
): Promise<boolean> {
  const { sequence: newest } = await audit.readHead()
  for (const { name } of sinks) {
    const { sequence, retryAt } = await deliveries.find(name)
    if (sequence < newest && (retryAt === undefined || retryAt <= now())) return true
  }
  return false
}
