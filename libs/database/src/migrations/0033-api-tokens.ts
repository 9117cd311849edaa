import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Tokens of programs, by the hash of their secret. They belong to a space, not to a blueprint repository. */
export const apiTokens: Migration = {
  async up(database: Kysely<unknown>) {
    await sql`create table api_token (
      id text not null,
      hash text not null,
      name text not null,
      permissions jsonb not null,
      created_at timestamptz not null,
      created_by jsonb not null,
      expires_at timestamptz not null,
      last_used_at timestamptz,
      revoked_at timestamptz,
      space_id text not null,
      constraint api_token_key primary key (id, space_id)
    )`.execute(database)
    await sql`create unique index api_token_hash on api_token (hash, space_id)`.execute(database)
  },
}
