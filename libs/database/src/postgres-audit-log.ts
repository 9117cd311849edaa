import { systemActor, type Scope } from '@groundplan/actor'
import {
  firstHash,
  removalType,
  toAuditContent,
  type AuditFilter,
  type AuditLog,
  type AuditRecord,
  type ChainHead,
  type NewEvent,
  type RemoveOldest,
} from '@groundplan/events'
import { sql, type Expression, type ExpressionBuilder, type Kysely, type SqlBool } from 'kysely'
import { recordEvent, toEvent } from './postgres-event-log.ts'
import type { Database } from './schema.ts'

export class PostgresAuditLog implements AuditLog {
  readonly #database: Kysely<Database>
  readonly #scope: Pick<Scope, 'spaceId'>

  constructor(database: Kysely<Database>, scope: Pick<Scope, 'spaceId'>) {
    this.#database = database
    this.#scope = scope
  }

  async readHead(): Promise<ChainHead> {
    const row = await this.#database
      .selectFrom('event_chain')
      .selectAll()
      .where('space_id', '=', this.#scope.spaceId)
      .executeTakeFirst()
    return {
      ...{ sequence: Number(row?.sequence ?? 0), hash: row?.hash ?? firstHash },
      ...{ removedSequence: Number(row?.removed_sequence ?? 0), removedHash: row?.removed_hash ?? firstHash },
    }
  }

  async search(
    filter: AuditFilter,
    { limit, before }: { readonly limit: number; readonly before?: number | undefined },
  ): Promise<readonly AuditRecord[]> {
    let query = this.#select(filter).orderBy('event.sequence', 'desc').limit(limit)
    if (before !== undefined) query = query.where('event.sequence', '<', String(before))
    return (await query.execute()).map(toRecord)
  }

  async read(
    filter: AuditFilter,
    { limit, after }: { readonly limit: number; readonly after: number },
  ): Promise<readonly AuditRecord[]> {
    const query = this.#select(filter).where('event.sequence', '>', String(after))
    return (await query.orderBy('event.sequence').limit(limit).execute()).map(toRecord)
  }

  async record(event: NewEvent): Promise<void> {
    await this.#database.transaction().execute((transaction) => recordEvent(event, this.#scope, transaction))
  }

  async removeOldest(removal: RemoveOldest): Promise<number> {
    return this.#database.transaction().execute(async (transaction) => {
      const head = await transaction
        .selectFrom('event_chain')
        .select(['removed_sequence'])
        .where('space_id', '=', this.#scope.spaceId)
        .forUpdate()
        .executeTakeFirst()
      if (head === undefined) return 0
      const last = await this.#findLastRemovable(Number(head.removed_sequence), removal, transaction)
      if (last === undefined) return 0
      const { sequence, hash } = last
      await transaction
        .updateTable('event_chain')
        .set({ removed_sequence: sequence, removed_hash: hash })
        .where('space_id', '=', this.#scope.spaceId)
        .execute()
      const { numDeletedRows } = await transaction
        .deleteFrom('event')
        .where('space_id', '=', this.#scope.spaceId)
        .where('sequence', '<=', sequence)
        .executeTakeFirst()
      const [count, target] = [Number(numDeletedRows), { kind: 'audit-log', id: 'retention' } as const]
      const after = { sequence: Number(sequence), hash, count, before: removal.before.toISOString() }
      const event = { at: removal.now, actor: systemActor, type: removalType, subject: target, after }
      await recordEvent(event, this.#scope, transaction)
      return count
    })
  }

  /** The last of the events before the first one that is kept. */
  async #findLastRemovable(
    removed: number,
    { before, upTo = Number.MAX_SAFE_INTEGER, limit }: RemoveOldest,
    transaction: Kysely<Database>,
  ): Promise<{ readonly sequence: string; readonly hash: string } | undefined> {
    const { first } = await transaction
      .selectFrom('event')
      .select(({ fn }) => fn.min('sequence').as('first'))
      .where('space_id', '=', this.#scope.spaceId)
      .where('at', '>=', before)
      .executeTakeFirstOrThrow()
    const most = Math.min(upTo, removed + limit, first === null ? Infinity : Number(first) - 1)
    const last = await transaction
      .selectFrom('event')
      .select(['sequence', 'hash'])
      .where('space_id', '=', this.#scope.spaceId)
      .where('sequence', '<=', String(most))
      .orderBy('sequence', 'desc')
      .limit(1)
      .executeTakeFirst()
    if (last === undefined || last.sequence === null || last.hash === null) return undefined
    return { sequence: last.sequence, hash: last.hash }
  }

  #select(filter: AuditFilter) {
    return this.#database
      .selectFrom('event')
      .leftJoin('event as previous', (join) =>
        join
          .on('previous.sequence', '=', sql<string>`event.sequence - 1`)
          .onRef('previous.space_id', '=', 'event.space_id'),
      )
      .innerJoin('event_chain', 'event_chain.space_id', 'event.space_id')
      .selectAll('event')
      .select(
        sql<string | null>`case event.sequence when 1 then ${firstHash}
          when event_chain.removed_sequence + 1 then event_chain.removed_hash else previous.hash end`.as(
          'previous_hash',
        ),
      )
      .where('event.space_id', '=', this.#scope.spaceId)
      .where('event.sequence', 'is not', null)
      .where((builder) => builder.and(conditionsOf(filter, builder as never)))
  }
}

type Row = Parameters<typeof toEvent>[0] & {
  readonly sequence: string | null
  readonly hash: string | null
  readonly previous_hash: string | null
}

function toRecord(row: Row): AuditRecord {
  const event = toEvent(row)
  const place = { sequence: Number(row.sequence), id: event.id }
  const { hash, previous_hash: previousHash } = row
  return { ...place, ...toAuditContent(event, event.spaceId), previousHash, hash: hash ?? '' }
}

function conditionsOf(
  { since, until, actor, action, target, refused }: AuditFilter,
  where: ExpressionBuilder<Database, 'event'>,
): Expression<SqlBool>[] {
  return [
    ...(since === undefined ? [] : [where('event.at', '>=', since)]),
    ...(until === undefined ? [] : [where('event.at', '<', until)]),
    ...(actor === undefined
      ? []
      : [
          sql<boolean>`${actor} in (event.actor ->> 'name', event.actor ->> 'kind', concat(event.actor ->> 'kind', ':', event.actor ->> 'name'))`,
        ]),
    ...(action === undefined
      ? []
      : [sql<boolean>`${action} in (event.type, split_part(event.type, '.', 1))`]),
    ...(target === undefined
      ? []
      : [
          sql<boolean>`${target} in (event.subject_kind, event.subject_id, concat(event.subject_kind, ':', event.subject_id))`,
        ]),
    ...(refused === undefined ? [] : [sql<boolean>`starts_with(event.type, 'access.') = ${refused}`]),
  ]
}
