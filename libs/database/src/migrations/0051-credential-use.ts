import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What cloud credentials were last used for. */
export const credentialUse: Migration = {
  async up(database: Kysely<unknown>) {
    await sql`alter table cloud_credential
      add column last_used_at timestamptz,
      add column last_used_for text,
      add constraint cloud_credential_use check ((last_used_at is null) = (last_used_for is null))`.execute(
      database,
    )
  },
}
