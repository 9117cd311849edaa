import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Leases, owners of import runs, and what lists of runs and proposals need without reading everything. */
export const leases: Migration = {
  async up(database: Kysely<unknown>) {
    const { schema } = database
    await sql`create sequence lease_token`.execute(database)
    await schema
      .createTable('lease')
      .addColumn('key', 'text', (column) => column.primaryKey())
      .addColumn('holder', 'text', (column) => column.notNull())
      .addColumn('token', 'bigint', (column) => column.notNull())
      .addColumn('expires_at', 'timestamptz', (column) => column.notNull())
      .execute()
    await schema.createIndex('proposal_branch').on('proposal').column('branch').execute()
    await schema
      .alterTable('import_run')
      .addColumn('owner', 'text', (column) => column.notNull().defaultTo(''))
      .addColumn('cancel_requested', 'boolean', (column) => column.notNull().defaultTo(false))
      .addColumn('quiet', 'boolean', (column) => column.notNull().defaultTo(false))
      .addColumn('counts', 'jsonb')
      .execute()
    await sql`create index import_run_unfinished on import_run (owner)
      where status in ('waiting', 'running')`.execute(database)
    await sql`update import_run set counts = (
      select jsonb_build_object('found', count(*) filter (where module->>'outcome' <> 'skipped'))
        || jsonb_build_object(${sql.join(outcomes.flatMap(countOutcome))})
      from jsonb_array_elements(state->'report'->'modules') as module
    ) where status = 'finished'`.execute(database)
  },
}

const outcomes = ['new', 'updated', 'unchanged', 'waiting', 'skipped', 'failed']

function countOutcome(outcome: string) {
  const name = sql.lit(outcome)
  return [name, sql`count(*) filter (where module->>'outcome' = ${name})`]
}
