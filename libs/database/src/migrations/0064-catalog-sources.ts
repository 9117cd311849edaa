import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Lists read where code comes from without the details, which are large. */
export const catalogSources: Migration = {
  async up(database: Kysely<unknown>) {
    await sql`alter table catalog_entry
      add column sources jsonb generated always as (details -> 'sources') stored`.execute(database)
  },
}
