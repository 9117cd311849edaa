import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Which state lists of the catalog are in: another one whenever they may have changed. A space has one of its own, of what it sees. */
export const catalogMark: Migration = {
  async up(database: Kysely<unknown>) {
    await sql`create table catalog_mark (
      mark uuid not null,
      space_id text not null,
      blueprint_repository_id text not null,
      constraint catalog_mark_key primary key (space_id, blueprint_repository_id)
    )`.execute(database)
  },
}
