import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What imports found out about the code of modules. Versions from before are as nobody had compared them. */
export const codeChanges: Migration = {
  async up(database: Kysely<unknown>) {
    await sql`create table code_comparison (
      path text not null,
      from_commit text not null,
      to_commit text not null,
      changes jsonb not null,
      space_id text not null,
      blueprint_repository_id text not null,
      constraint code_comparison_key primary key (to_commit, from_commit, path, space_id, blueprint_repository_id)
    )`.execute(database)
  },
}
