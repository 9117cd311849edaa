import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Limits of spaces; the home space has some as well, and no row in `space`. */
export const spaceLimits: Migration = {
  async up(database: Kysely<unknown>) {
    await sql`create table space_limit (
      limits jsonb not null,
      space_id text not null,
      constraint space_limit_key primary key (space_id)
    )`.execute(database)
  },
}
