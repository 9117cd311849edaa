import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Which webhooks are registered at hosts. */
export const webhooks: Migration = {
  async up(database: Kysely<unknown>) {
    await database.schema
      .createTable('webhook')
      .addColumn('host', 'text', (column) => column.notNull())
      .addColumn('repository', 'text', (column) => column.notNull())
      .addColumn('fingerprint', 'text', (column) => column.notNull())
      .addColumn('refused', 'boolean', (column) => column.notNull())
      .addColumn('at', 'timestamptz', (column) => column.notNull())
      .addPrimaryKeyConstraint('webhook_key', ['host', 'repository'])
      .execute()
  },
}
