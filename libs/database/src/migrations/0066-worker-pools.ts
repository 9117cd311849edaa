import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Pools that workers serve, and the one that a space demands, which is a setting of the space beside its limits. */
export const workerPools: Migration = {
  async up(database: Kysely<unknown>) {
    await sql`alter table worker add column pools jsonb not null default '["default"]'`.execute(database)
    await sql`alter table worker alter column pools drop default`.execute(database)
    await sql`alter table space_limit rename to space_setting`.execute(database)
    await sql`alter table space_setting rename constraint space_limit_key to space_setting_key`.execute(
      database,
    )
    await sql`alter table space_setting alter column limits drop not null`.execute(database)
    await sql`alter table space_setting add column pool text`.execute(database)
  },
}
