import type { Scope } from '@groundplan/actor'
import {
  digestOf,
  maskEvent,
  toAuditContent,
  type Event,
  type EventLog,
  type EventPage,
  type EventSubject,
  type NewEvent,
  type OutboxEvent,
} from '@groundplan/events'
import type { Kysely, Selectable } from 'kysely'
import { addEventSource } from './event-source.ts'
import type { EventTable } from './event-tables.ts'
import type { Database } from './schema.ts'
import { sha256 } from './sha256.ts'
import { toJson } from './storable.ts'

export class PostgresEventLog implements EventLog {
  readonly #database: Kysely<Database>
  readonly #scope: Pick<Scope, 'spaceId'>

  constructor(database: Kysely<Database>, scope: Pick<Scope, 'spaceId'>) {
    this.#database = database
    this.#scope = scope
  }

  async list({ kind, id }: EventSubject, { limit, before }: EventPage): Promise<readonly Event[]> {
    let query = this.#database
      .selectFrom('event')
      .selectAll()
      .where('space_id', '=', this.#scope.spaceId)
      .where('subject_kind', '=', kind)
      .where('subject_id', '=', id)
      .orderBy('id', 'desc')
      .limit(limit)
    if (before !== undefined) query = query.where('id', '<', String(before))
    return (await query.execute()).map(toEvent)
  }

  async readOutbox(after: string | undefined, limit: number): Promise<readonly OutboxEvent[]> {
    // A number is given when the transaction commits, and after all lower ones: none comes late.
    const rows = await this.#database
      .selectFrom('event')
      .selectAll()
      .where('space_id', '=', this.#scope.spaceId)
      .where('sequence', '>', after ?? '0')
      .orderBy('sequence')
      .limit(limit)
      .execute()
    return rows.map((row) => ({ ...toEvent(row), position: String(row.sequence) }))
  }
}

/**
 * Records an event in the transaction of the change that it tells of, with the request that caused it and without secrets. The database
 * links it to the one before when the transaction commits.
 */
export async function recordEvent(
  given: NewEvent,
  { spaceId }: Pick<Scope, 'spaceId'>,
  transaction: Kysely<Database>,
): Promise<void> {
  const event = toStorable(maskEvent(addEventSource(given)))
  const { at, actor, type, subject, before, after, reason, correlationId, sourceAddress } = event
  await transaction
    .insertInto('event')
    .values({
      ...{ at, type, space_id: spaceId, actor: toJson(actor) },
      ...{ subject_kind: subject.kind, subject_id: subject.id },
      before: before === undefined ? null : toJson(before),
      after: after === undefined ? null : toJson(after),
      reason: reason ?? null,
      correlation_id: correlationId ?? null,
      source_address: sourceAddress ?? null,
      digest: digestOf(toAuditContent(event, spaceId), sha256),
    })
    .execute()
}

/** As it will be read again, which is what its digest is about. */
function toStorable(event: NewEvent): NewEvent {
  return { ...(JSON.parse(toJson(event)) as NewEvent), at: event.at }
}

/** An event as it is stored. */
export function toEvent(row: Omit<Selectable<EventTable>, 'digest'>): Event {
  return {
    ...{ id: Number(row.id), spaceId: row.space_id, at: row.at, actor: row.actor, type: row.type },
    subject: { kind: row.subject_kind, id: row.subject_id },
    ...(row.before === null ? {} : { before: row.before }),
    ...(row.after === null ? {} : { after: row.after }),
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(row.correlation_id === null ? {} : { correlationId: row.correlation_id }),
    ...(row.source_address === null ? {} : { sourceAddress: row.source_address }),
  }
}
