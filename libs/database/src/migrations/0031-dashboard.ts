import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What was last written to the dashboard. */
export const dashboard: Migration = {
  async up(database: Kysely<unknown>) {
    await sql`create table dashboard (
      fingerprint text not null,
      written_at timestamptz not null,
      space_id text not null,
      blueprint_repository_id text not null,
      constraint dashboard_key primary key (space_id, blueprint_repository_id)
    )`.execute(database)
  },
}
