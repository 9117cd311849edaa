import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Who did what to a proposal: actors instead of names, and an event for each change. */
export const events: Migration = {
  async up(database: Kysely<unknown>) {
    await database.schema
      .createTable('event')
      .addColumn('id', 'bigint', (column) => column.primaryKey().generatedAlwaysAsIdentity())
      .addColumn('space_id', 'text', (column) => column.notNull().defaultTo('default'))
      .addColumn('at', 'timestamptz', (column) => column.notNull())
      .addColumn('actor', 'jsonb', (column) => column.notNull())
      .addColumn('type', 'text', (column) => column.notNull())
      .addColumn('subject_kind', 'text', (column) => column.notNull())
      .addColumn('subject_id', 'text', (column) => column.notNull())
      .addColumn('before', 'jsonb')
      .addColumn('after', 'jsonb')
      .addColumn('reason', 'text')
      .addColumn('correlation_id', 'text')
      // Readers wait for transactions that were begun earlier: their events have lower positions, and may have lower ids.
      .addColumn('transaction', sql`xid8`, (column) => column.notNull().defaultTo(sql`pg_current_xact_id()`))
      .execute()
    await sql`create index event_by_subject on event (space_id, subject_kind, subject_id, id desc)`.execute(
      database,
    )
    await sql`create index event_by_transaction on event (transaction, id)`.execute(database)
    for (const column of ['decided_by', 'asked_by'])
      await sql`alter table proposal alter column ${sql.ref(column)} type jsonb using ${toActor(column)}`.execute(
        database,
      )
  },
}

/** The actor that a name stood for. Names at hosts cannot be told from others; where there is a pull request, they are taken for such. */
function toActor(column: string) {
  const name = sql.ref(column)
  const unverified = ' (unverified)'
  return sql`case
    when ${name} is null then null
    when ${name} = 'groundplan' then jsonb_build_object('kind', 'system')
    when ${name} = 'git' then jsonb_build_object('kind', 'host-person', 'host', 'git')
    when ${name} = ${sql.lit(`access token${unverified}`)}
      then jsonb_build_object('kind', 'api-token', 'name', 'access token', 'unverified', true)
    when ${name} like ${sql.lit(`%${unverified}`)}
      then jsonb_build_object('kind', 'person', 'name', left(${name}, ${sql.lit(-unverified.length)}), 'unverified', true)
    when ${name} in ('host', 'label')
      then jsonb_build_object('kind', 'host-person', 'host', ${hostName})
    when pull_request is not null
      then jsonb_build_object('kind', 'host-person', 'host', ${hostName}, 'name', ${name})
    else jsonb_build_object('kind', 'person', 'name', ${name})
  end`
}

/** Name of the host in the pull request's address. */
const hostName = sql`coalesce(substring(pull_request ->> 'url' from '^https?://(?:[^/@]*@)?([^/:]+)'), 'host')`
