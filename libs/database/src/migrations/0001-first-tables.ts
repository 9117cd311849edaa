import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Proposals, the catalog and import runs. */
export const firstTables: Migration = {
  async up(database: Kysely<unknown>) {
    const { schema } = database
    await schema
      .createTable('proposal')
      .addColumn('number', 'integer', (column) => column.primaryKey().generatedAlwaysAsIdentity())
      .addColumn('blueprint', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('title', 'text', (column) => column.notNull())
      .addColumn('body', 'text', (column) => column.notNull())
      .addColumn('branch', 'text', (column) => column.notNull())
      .addColumn('generated_commit', 'text', (column) => column.notNull())
      .addColumn('content_id', 'text', (column) => column.notNull())
      .addColumn('source', 'jsonb', (column) => column.notNull())
      .addColumn('created_at', 'timestamptz', (column) => column.notNull())
      .addColumn('updated_at', 'timestamptz', (column) => column.notNull())
      .addColumn('status', 'text', (column) =>
        column.notNull().check(sql`status in ('open', 'approved', 'rejected')`),
      )
      .addColumn('decided_by', 'text')
      .addColumn('decided_at', 'timestamptz')
      .addColumn('merge_commit', 'text')
      .addColumn('reason', 'text')
      .execute()
    // Whatever goes wrong elsewhere, a blueprint never has two open proposals.
    await schema
      .createIndex('proposal_one_open')
      .on('proposal')
      .column('blueprint')
      .unique()
      .where(sql.ref('status'), '=', sql.lit('open'))
      .execute()
    await schema
      .createTable('catalog_entry')
      .addColumn('name', 'text', (column) => column.primaryKey())
      .addColumn('display_name', 'text', (column) => column.notNull())
      .addColumn('description', 'text')
      .addColumn('labels', 'jsonb', (column) => column.notNull())
      .addColumn('retired', 'boolean', (column) => column.notNull())
      .addColumn('version', 'integer', (column) => column.notNull())
      .execute()
    await schema
      .createTable('catalog_version')
      .addColumn('blueprint', 'text', (column) => column.notNull().references('catalog_entry.name'))
      .addColumn('version', 'integer', (column) => column.notNull())
      .addColumn('commit', 'text', (column) => column.notNull())
      .addColumn('blob_id', 'text', (column) => column.notNull())
      .addColumn('text', 'text', (column) => column.notNull())
      .addColumn('published_at', 'timestamptz', (column) => column.notNull())
      .addPrimaryKeyConstraint('catalog_version_key', ['blueprint', 'version'])
      .execute()
    await schema
      .createTable('catalog_state')
      .addColumn('id', 'integer', (column) => column.primaryKey().check(sql`id = 1`))
      .addColumn('synced_commit', 'text', (column) => column.notNull())
      .addColumn('problems', 'jsonb', (column) => column.notNull())
      .execute()
    await schema
      .createTable('import_run')
      .addColumn('number', 'integer', (column) => column.primaryKey().generatedAlwaysAsIdentity())
      .addColumn('request', 'jsonb', (column) => column.notNull())
      .addColumn('started_at', 'timestamptz', (column) => column.notNull())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('state', 'jsonb', (column) => column.notNull())
      .execute()
  },
}
