import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** The processes that work on jobs, and what they run. */
export const workers: Migration = {
  async up(database: Kysely<unknown>) {
    await sql`create table worker (
      id text not null,
      host text not null,
      pid integer not null,
      version text not null,
      started_at timestamptz not null,
      seen_at timestamptz not null,
      running jsonb not null,
      space_id text not null,
      blueprint_repository_id text not null,
      constraint worker_key primary key (id, space_id, blueprint_repository_id)
    )`.execute(database)
  },
}
