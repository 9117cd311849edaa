import { AsyncLocalStorage } from 'node:async_hooks'
import type { Actor } from '@groundplan/actor'
import type { NewEvent } from '@groundplan/events'

/** The request that is being answered. */
export interface EventSource {
  readonly actor: Actor
  /** IP address that the request came from. */
  readonly address: string | undefined
  /** `request:<id>`, with the id that the response and the log have. */
  readonly correlationId: string
}

/**
 * What is being answered, for as long as that takes. It is not passed through the domain: every store would have to take it in every
 * method, and a change of one that forgot it would look as if Groundplan had made it by itself.
 */
const sources = new AsyncLocalStorage<EventSource>()

/** Does something for a request. Events that are recorded meanwhile say so. */
export function withEventSource<Result>(source: EventSource, work: () => Result): Result {
  return sources.run(source, work)
}

/** The event with the request that caused it. Only what the caller did themselves gets their address. */
export function addEventSource(event: NewEvent): NewEvent {
  const source = sources.getStore()
  if (source === undefined) return event
  const { actor, address, correlationId } = source
  const isOwn = JSON.stringify(event.actor) === JSON.stringify(actor)
  return {
    ...event,
    correlationId: event.correlationId ?? correlationId,
    ...(isOwn && event.sourceAddress === undefined ? { sourceAddress: address } : {}),
  }
}
