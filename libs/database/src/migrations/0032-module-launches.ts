import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Whether modules can be launched, as imports found. Nothing is known of those that were read before. */
export const moduleLaunches: Migration = {
  async up(database: Kysely<unknown>) {
    await sql`create table module_launch (
      path text not null,
      commit text not null,
      verdict text not null,
      reasons jsonb not null,
      space_id text not null,
      blueprint_repository_id text not null,
      constraint module_launch_key primary key (commit, path, space_id, blueprint_repository_id)
    )`.execute(database)
  },
}
