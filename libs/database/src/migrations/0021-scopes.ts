import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * Every row belongs to a space, and all but events and webhooks to one of its blueprint repositories. What is there already belongs to
 * the default ones. The columns have no defaults afterwards: a statement that forgets them fails.
 *
 * In keys and indexes the scope comes last. It is the same in almost all rows, so an index that begins with it finds all of them, and
 * PostgreSQL takes such an index for as good as any other while a table has no statistics yet.
 */
export const scopes: Migration = {
  async up(database: Kysely<unknown>) {
    await sql`alter table catalog_version drop constraint catalog_version_blueprint_fkey`.execute(database)
    for (const [table, key] of Object.entries(keys)) await addScope(database, table, key)
    for (const index of replacedIndexes) await sql`drop index ${sql.ref(index)}`.execute(database)
    for (const [name, definition] of Object.entries(indexes))
      await sql`create ${sql.raw(definition.replace('index on', `index ${name} on`))}`.execute(database)
    await sql`alter table catalog_version add constraint catalog_version_entry_fkey
      foreign key (blueprint, ${scope}) references catalog_entry (name, ${scope})`.execute(database)
  },
}

interface Key {
  /** Constraint that is replaced; none where the table had one row, which the column `id` made sure of. */
  readonly replaced?: string
  /** True for what belongs to a space as a whole. */
  readonly ofSpace?: true
  /** What comes before the scope. */
  readonly columns: readonly string[]
}

const keys: Readonly<Record<string, Key>> = {
  proposal: { replaced: 'proposal_pkey', columns: ['number'] },
  catalog_entry: { replaced: 'catalog_entry_pkey', columns: ['name'] },
  catalog_version: { replaced: 'catalog_version_key', columns: ['blueprint', 'version'] },
  catalog_state: { columns: [] },
  catalog_problem: { replaced: 'catalog_problem_pkey', columns: ['path'] },
  catalog_word: { replaced: 'catalog_word_pkey', columns: ['word'] },
  catalog_trigram: { replaced: 'catalog_trigram_key', columns: ['trigram', 'word'] },
  import: { replaced: 'import_run_pkey', columns: ['number'] },
  review_state: { columns: [] },
  scanned_repository: { replaced: 'scanned_repository_key', columns: ['host', 'id', 'ref'] },
  webhook: { replaced: 'webhook_key', ofSpace: true, columns: ['host', 'repository'] },
  lease: { replaced: 'lease_pkey', columns: ['key'] },
  blueprint_repository: { columns: [] },
  name_reservation: { replaced: 'name_reservation_pkey', columns: ['import_id', 'name'] },
  event: { replaced: 'event_pkey', ofSpace: true, columns: ['id'] },
}

const scope = sql`space_id, blueprint_repository_id`

async function addScope(
  database: Kysely<unknown>,
  table: string,
  { replaced, ofSpace, columns }: Key,
): Promise<void> {
  const scopeColumns = ofSpace ? ['space_id'] : ['space_id', 'blueprint_repository_id']
  const name = sql.table(table)
  for (const column of scopeColumns) {
    await sql`alter table ${name} add column if not exists ${sql.ref(column)} text not null default 'default'`.execute(
      database,
    )
    await sql`alter table ${name} alter column ${sql.ref(column)} drop default`.execute(database)
  }
  // The constraints of a column go with it.
  const drop = replaced === undefined ? sql`column id` : sql`constraint ${sql.ref(replaced)}`
  await sql`alter table ${name} drop ${drop}`.execute(database)
  const key = sql.join([...columns, ...scopeColumns].map((column) => sql.ref(column)))
  await sql`alter table ${name} add constraint ${sql.ref(`${table}_key`)} primary key (${key})`.execute(
    database,
  )
}

/** Of `proposal_branch` and `proposal_by_branch`, which are the same, one remains. */
const replacedIndexes = [
  ...[
    'proposal_one_open',
    'proposal_by_branch',
    'proposal_branch',
    'proposal_open_commit',
    'proposal_by_status',
  ],
  ...['catalog_entry_in_use', 'catalog_entry_search_name', 'import_unfinished'],
  'event_by_transaction',
]

const indexes: Readonly<Record<string, string>> = {
  proposal_one_open: `unique index on proposal (blueprint, space_id, blueprint_repository_id) where status = 'open'`,
  proposal_by_branch: `index on proposal (branch, space_id, blueprint_repository_id)`,
  proposal_open_commit: `index on proposal (generated_commit, space_id, blueprint_repository_id) where status = 'open'`,
  proposal_by_status: `index on proposal (status, number, space_id, blueprint_repository_id)`,
  catalog_entry_in_use: `index on catalog_entry (name collate "C", space_id, blueprint_repository_id) where not retired`,
  catalog_entry_search_name: `index on catalog_entry (search_name, space_id, blueprint_repository_id)`,
  import_unfinished: `index on import (number, space_id, blueprint_repository_id) where status in ('waiting', 'running')`,
  event_by_transaction: `index on event (transaction, id, space_id)`,
}
