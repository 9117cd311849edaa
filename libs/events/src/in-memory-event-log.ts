import type { EventLog, EventPage, OutboxEvent, OutboxPosition } from './event-log.ts'
import type { Event, EventSubject, NewEvent } from './event.ts'

/** Keeps events as long as the process runs. */
export class InMemoryEventLog implements EventLog {
  readonly #events: Event[] = []
  readonly #spaceId: string

  constructor(spaceId: string) {
    this.#spaceId = spaceId
  }

  /** For stores, which record an event with each change. */
  record(event: NewEvent): void {
    this.#events.push({ ...event, id: this.#events.length + 1, spaceId: this.#spaceId })
  }

  async list(subject: EventSubject, { limit, before = Infinity }: EventPage): Promise<readonly Event[]> {
    return this.#events
      .filter((event) => event.subject.kind === subject.kind && event.subject.id === subject.id)
      .filter(({ id }) => id < before)
      .toReversed()
      .slice(0, limit)
  }

  async readOutbox(after: OutboxPosition | undefined, limit: number): Promise<readonly OutboxEvent[]> {
    return this.#events
      .filter(({ id }) => id > Number(after ?? 0))
      .slice(0, limit)
      .map((event) => ({ ...event, position: String(event.id) }))
  }
}
