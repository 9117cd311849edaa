import type { Actor } from '@groundplan/actor'
import type { EventFacts, EventSubject, EventType } from '@groundplan/events'
import type { ColumnType, JSONColumnType } from 'kysely'

export interface EventTable {
  /** bigint, which arrives as text. */
  id: ColumnType<string, never, never>
  space_id: string
  at: ColumnType<Date, Date, never>
  actor: JSONColumnType<Actor>
  type: EventType
  subject_kind: EventSubject['kind']
  subject_id: string
  before: JSONColumnType<EventFacts | null, string | null, never>
  after: JSONColumnType<EventFacts | null, string | null, never>
  reason: string | null
  correlation_id: string | null
  source_address: string | null
  digest: string
  /** bigint, which arrives as text; this and the hash are set when the transaction commits. */
  sequence: ColumnType<string | null, never, never>
  hash: ColumnType<string | null, never, never>
}

/** One row for each space: where its chain of events begins and ends; bigint arrives as text. */
export interface EventChainTable {
  sequence: ColumnType<string, never, never>
  hash: ColumnType<string, never, never>
  removed_sequence: ColumnType<string, never, string>
  removed_hash: ColumnType<string, never, string>
  space_id: string
}

export interface EventDeliveryTable {
  sink: string
  sequence: ColumnType<string, string, string>
  failures: ColumnType<number, number, number>
  retry_at: ColumnType<Date | null, Date | null, Date | null>
  error: string | null
  space_id: string
}
