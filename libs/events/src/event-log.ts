import type { Event, EventSubject } from './event.ts'

export interface EventPage {
  readonly limit: number
  /** Only events with lower ids. */
  readonly before?: number | undefined
}

/** Where a reader of the outbox is: opaque, from the event read last. */
export type OutboxPosition = string

export interface OutboxEvent extends Event {
  readonly position: OutboxPosition
}

/** Port: reads events. It has no write method: stores record events in the transaction of the change. */
export interface EventLog {
  /** The events of one subject, newest first. */
  list(subject: EventSubject, page: EventPage): Promise<readonly Event[]>
  /**
   * The events after a position, each exactly once to a reader that goes on from the last one: events whose transaction has not
   * ended yet come later, however low their ids are.
   */
  readOutbox(after: OutboxPosition | undefined, limit: number): Promise<readonly OutboxEvent[]>
}
