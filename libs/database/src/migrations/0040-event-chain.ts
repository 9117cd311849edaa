import { createHash } from 'node:crypto'
import type { Actor } from '@groundplan/actor'
import {
  digestOf,
  firstHash,
  linkHash,
  toAuditContent,
  type EventFacts,
  type EventSubject,
  type EventType,
} from '@groundplan/events'
import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

const pageSize = 1000

/**
 * The events of each space form a chain of hashes, in the order in which their transactions committed. What is there already is chained
 * in the order of its ids. See docs/decisions/0046-events-form-a-chain.md.
 */
export const eventChain: Migration = {
  async up(database: Kysely<unknown>) {
    await sql`create table event_chain (
      sequence bigint not null,
      hash text not null,
      removed_sequence bigint not null,
      removed_hash text not null,
      space_id text not null,
      constraint event_chain_key primary key (space_id)
    )`.execute(database)
    await sql`alter table event add column source_address text, add column digest text, add column sequence bigint,
      add column hash text, drop column transaction`.execute(database)
    await sql`create index event_unchained on event (id, space_id) where sequence is null`.execute(database)
    await chainExisting(database)
    await sql`drop index event_unchained`.execute(database)
    await sql`alter table event alter column digest set not null`.execute(database)
    await sql`create unique index event_sequence on event (sequence, space_id)`.execute(database)
    await sql`create index event_by_time on event (at, space_id)`.execute(database)
    await createChaining(database)
    await createGuards(database)
  },
}

/**
 * Links each new event when its transaction commits: only then is the head of the chain locked, so that transactions wait for each
 * other as briefly as possible, and never while they hold this lock alone.
 */
async function createChaining(database: Kysely<unknown>): Promise<void> {
  await sql`create function chain_event() returns trigger language plpgsql as $$
    declare head event_chain%rowtype;
    begin
      select * into head from event_chain where space_id = new.space_id for update;
      if not found then
        insert into event_chain (space_id, sequence, hash, removed_sequence, removed_hash)
          values (new.space_id, 0, repeat('0', 64), 0, repeat('0', 64)) on conflict do nothing;
        select * into head from event_chain where space_id = new.space_id for update;
      end if;
      head.sequence := head.sequence + 1;
      head.hash := encode(sha256(convert_to(
        head.hash || ' ' || head.sequence || ' ' || new.id || ' ' || new.digest, 'UTF8')), 'hex');
      update event set sequence = head.sequence, hash = head.hash where id = new.id and space_id = new.space_id;
      update event_chain set sequence = head.sequence, hash = head.hash where space_id = new.space_id;
      return null;
    end $$`.execute(database)
  await sql`create constraint trigger event_chained after insert on event deferrable initially deferred
    for each row execute function chain_event()`.execute(database)
}

/** Events are only ever added; the oldest go once the chain says that they were removed. Numbers of the chain only grow. */
async function createGuards(database: Kysely<unknown>): Promise<void> {
  await sql`create function guard_event() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' then
        if old.sequence is null and to_jsonb(new) - array['sequence', 'hash'] = to_jsonb(old) - array['sequence', 'hash']
          then return new; end if;
      elsif tg_op = 'DELETE' then
        if old.sequence <= (select removed_sequence from event_chain where space_id = old.space_id)
          then return old; end if;
      end if;
      raise exception 'Events can only be added.' using errcode = 'restrict_violation';
    end $$`.execute(database)
  await sql`create trigger event_guarded before update or delete on event for each row execute function guard_event()`.execute(
    database,
  )
  await sql`create function guard_event_chain() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' and new.space_id = old.space_id and new.sequence >= old.sequence
        and new.removed_sequence >= old.removed_sequence and new.removed_sequence <= new.sequence
        then return new; end if;
      raise exception 'The chain of events only grows.' using errcode = 'restrict_violation';
    end $$`.execute(database)
  await sql`create trigger event_chain_guarded before update or delete on event_chain for each row
    execute function guard_event_chain()`.execute(database)
  for (const table of ['event', 'event_chain'])
    await sql`create trigger ${sql.ref(`${table}_kept`)} before truncate on ${sql.table(table)} for each statement
      execute function guard_event()`.execute(database)
}

interface Row {
  readonly id: string
  readonly space_id: string
  readonly at: Date
  readonly actor: Actor
  readonly type: EventType
  readonly subject_kind: EventSubject['kind']
  readonly subject_id: string
  readonly before: EventFacts | null
  readonly after: EventFacts | null
  readonly reason: string | null
  readonly correlation_id: string | null
}

/** A page at a time: there may be more events than fit in memory. */
async function chainExisting(database: Kysely<unknown>): Promise<void> {
  const heads = new Map<string, { sequence: number; hash: string }>()
  for (;;) {
    const { rows } =
      await sql<Row>`select * from event where sequence is null order by id limit ${pageSize}`.execute(
        database,
      )
    if (rows.length === 0) break
    const links = rows.map((row) => {
      const head = heads.get(row.space_id) ?? { sequence: 0, hash: firstHash }
      const [id, sequence, digest] = [Number(row.id), head.sequence + 1, digestOfRow(row)]
      const hash = linkHash(head.hash, { sequence, id, digest }, sha256)
      heads.set(row.space_id, { sequence, hash })
      return { id, space_id: row.space_id, digest, sequence, hash }
    })
    await sql`update event set digest = link.digest, sequence = link.sequence, hash = link.hash
      from jsonb_to_recordset(${JSON.stringify(links)}::jsonb) as link (id bigint, space_id text, digest text, sequence bigint, hash text)
      where event.id = link.id and event.space_id = link.space_id`.execute(database)
  }
  for (const [spaceId, { sequence, hash }] of heads)
    await sql`insert into event_chain (space_id, sequence, hash, removed_sequence, removed_hash)
      values (${spaceId}, ${sequence}, ${hash}, 0, ${firstHash})`.execute(database)
}

function digestOfRow(row: Row): string {
  const event = {
    ...{ at: row.at, actor: row.actor, type: row.type },
    subject: { kind: row.subject_kind, id: row.subject_id },
    ...{ before: row.before ?? undefined, after: row.after ?? undefined },
    ...{ reason: row.reason ?? undefined, correlationId: row.correlation_id ?? undefined },
  }
  return digestOf(toAuditContent(event, row.space_id), sha256)
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
