import type { Scope } from '@groundplan/actor'
import type { Event, EventLog, EventPage, EventSubject, NewEvent, OutboxEvent } from '@groundplan/events'
import { sql, type Kysely, type Selectable } from 'kysely'
import type { Database, EventTable } from './schema.ts'
import { toJson, toText } from './storable.ts'

export class PostgresEventLog implements EventLog {
  readonly #database: Kysely<Database>
  readonly #scope: Scope

  constructor(database: Kysely<Database>, scope: Scope) {
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
    const [transaction = '0', id = '0'] = after?.split(':') ?? []
    const rows = await this.#database
      .selectFrom('event')
      .selectAll()
      .where('space_id', '=', this.#scope.spaceId)
      .where(
        sql<boolean>`(transaction, id) > (${transaction}::xid8, ${id}::bigint) and transaction < pg_snapshot_xmin(pg_current_snapshot())`,
      )
      .orderBy('transaction')
      .orderBy('id')
      .limit(limit)
      .execute()
    return rows.map((row) => ({ ...toEvent(row), position: `${row.transaction}:${row.id}` }))
  }
}

/** Records an event in the transaction of the change that it tells of. */
export async function recordEvent(
  event: NewEvent,
  { spaceId }: Pick<Scope, 'spaceId'>,
  transaction: Kysely<Database>,
): Promise<void> {
  const { at, actor, type, subject, before, after, reason, correlationId } = event
  await transaction
    .insertInto('event')
    .values({
      ...{ at, type, space_id: spaceId, actor: toJson(actor) },
      ...{ subject_kind: subject.kind, subject_id: subject.id },
      before: before === undefined ? null : toJson(before),
      after: after === undefined ? null : toJson(after),
      reason: reason === undefined ? null : toText(reason),
      correlation_id: correlationId ?? null,
    })
    .execute()
}

function toEvent(row: Selectable<EventTable>): Event {
  return {
    ...{ id: Number(row.id), spaceId: row.space_id, at: row.at, actor: row.actor, type: row.type },
    subject: { kind: row.subject_kind, id: row.subject_id },
    ...(row.before === null ? {} : { before: row.before }),
    ...(row.after === null ? {} : { after: row.after }),
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(row.correlation_id === null ? {} : { correlationId: row.correlation_id }),
  }
}
