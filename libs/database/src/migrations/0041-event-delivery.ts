import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** How far each place is that events are sent to. */
export const eventDelivery: Migration = {
  async up(database: Kysely<unknown>) {
    await sql`create table event_delivery (
      sink text not null,
      sequence bigint not null,
      failures integer not null,
      retry_at timestamptz,
      error text,
      space_id text not null,
      constraint event_delivery_key primary key (sink, space_id)
    )`.execute(database)
  },
}
