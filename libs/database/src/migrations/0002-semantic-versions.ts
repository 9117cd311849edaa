import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Catalog versions get semantic version numbers. What was version 3 becomes 3.0.0: nobody can say any more what it changed. */
export const semanticVersions: Migration = {
  async up(database: Kysely<unknown>) {
    const { schema } = database
    await schema.alterTable('catalog_version').addColumn('ordinal', 'integer').execute()
    await sql`update catalog_version set ordinal = version`.execute(database)
    await schema
      .alterTable('catalog_version')
      .alterColumn('ordinal', (column) => column.setNotNull())
      .execute()
    for (const table of ['catalog_version', 'catalog_entry'])
      await sql`alter table ${sql.table(table)} alter column version type text using version || '.0.0'`.execute(
        database,
      )
  },
}
