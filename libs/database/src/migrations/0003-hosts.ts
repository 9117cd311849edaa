import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Proposals that are reviewed at hosts, withdrawn or asked for again; what is known of scanned repositories. */
export const hosts: Migration = {
  async up(database: Kysely<unknown>) {
    const { schema } = database
    await schema
      .alterTable('proposal')
      .addColumn('pull_request', 'jsonb')
      .addColumn('asked_by', 'text')
      .execute()
    await sql`alter table proposal drop constraint proposal_status_check`.execute(database)
    await schema
      .alterTable('proposal')
      .addCheckConstraint(
        'proposal_status_check',
        sql`status in ('open', 'approved', 'rejected', 'withdrawn')`,
      )
      .execute()
    await schema.createIndex('proposal_by_branch').on('proposal').column('branch').execute()
    await schema
      .createTable('review_state')
      .addColumn('id', 'integer', (column) => column.primaryKey().check(sql`id = 1`))
      .addColumn('followed_at', 'timestamptz', (column) => column.notNull())
      .execute()
    await schema
      .createTable('scanned_repository')
      .addColumn('host', 'text', (column) => column.notNull())
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('ref', 'text', (column) => column.notNull())
      .addColumn('change_token', 'text')
      .addColumn('commit', 'text', (column) => column.notNull())
      .addColumn('settings_id', 'text', (column) => column.notNull())
      .addColumn('settled', 'boolean', (column) => column.notNull())
      .addColumn('store', 'text', (column) => column.notNull())
      .addColumn('modules', 'integer', (column) => column.notNull())
      .addColumn('problems', 'jsonb', (column) => column.notNull())
      .addColumn('scanned_at', 'timestamptz', (column) => column.notNull())
      .addPrimaryKeyConstraint('scanned_repository_key', ['host', 'id', 'ref'])
      .execute()
  },
}
