import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Names of blueprints that imports under way have given and not proposed yet. */
export const nameReservations: Migration = {
  async up(database: Kysely<unknown>) {
    await database.schema
      .createTable('name_reservation')
      .addColumn('import_id', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('source', 'jsonb', (column) => column.notNull())
      .addColumn('reserved_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`clock_timestamp()`))
      .addPrimaryKeyConstraint('name_reservation_pkey', ['import_id', 'name'])
      .execute()
  },
}
