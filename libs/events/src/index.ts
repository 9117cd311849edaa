export { eventTypes } from './event.ts'
export type { Event, EventFacts, EventSubject, EventType, NewEvent } from './event.ts'
export type { EventLog, EventPage, OutboxEvent, OutboxPosition } from './event-log.ts'
