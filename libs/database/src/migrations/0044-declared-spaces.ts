import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Where spaces are declared in git. */
export const declaredSpaces: Migration = {
  async up(database: Kysely<unknown>) {
    await sql`alter table space add column declaration jsonb`.execute(database)
  },
}
