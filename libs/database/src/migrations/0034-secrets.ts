import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Secrets of spaces, encrypted. They belong to a space, not to a blueprint repository. */
export const secrets: Migration = {
  async up(database: Kysely<unknown>) {
    await sql`create table secret (
      name text not null,
      origins jsonb not null,
      sealed text not null,
      key_id text not null,
      created_at timestamptz not null,
      created_by jsonb not null,
      changed_at timestamptz not null,
      changed_by jsonb not null,
      last_used_at timestamptz,
      last_used_for text,
      space_id text not null,
      constraint secret_key primary key (name, space_id)
    )`.execute(database)
  },
}
