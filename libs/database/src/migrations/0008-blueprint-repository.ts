import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Which blueprint repository the database belongs to, by its first commit. */
export const blueprintRepository: Migration = {
  async up(database: Kysely<unknown>) {
    await database.schema
      .createTable('blueprint_repository')
      .addColumn('id', 'integer', (column) => column.primaryKey().check(sql`id = 1`))
      .addColumn('root_commit', 'text', (column) => column.notNull())
      .execute()
  },
}
