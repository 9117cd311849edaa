import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * What the catalog is searched and filtered by, problems by file, and how synchronising goes. Entries that are there already are
 * described again by the first synchronisation: only then can they be found by words.
 */
export const catalogSearch: Migration = {
  async up(database: Kysely<unknown>) {
    const { schema } = database
    await sql`alter table catalog_entry
      add column providers text[] not null default '{}',
      add column repositories text[] not null default '{}',
      add column owners text[] not null default '{}',
      add column details jsonb,
      add column facets text[] not null default '{}',
      add column search_name text not null default '',
      add column document tsvector not null default '',
      add column description_form integer not null default 0`.execute(database)
    // Lists are in the order of code units, whatever language the database sorts by.
    await sql`create index catalog_entry_in_use on catalog_entry (name collate "C") where not retired`.execute(
      database,
    )
    await sql`create index catalog_entry_search_name on catalog_entry (search_name)`.execute(database)
    await sql`create index catalog_entry_document on catalog_entry using gin (document) with (fastupdate = off)`.execute(
      database,
    )
    await sql`create index catalog_entry_facets on catalog_entry using gin (facets) with (fastupdate = off)`.execute(
      database,
    )
    await schema
      .createTable('catalog_word')
      .addColumn('word', 'text', (column) => column.primaryKey())
      .execute()
    await schema
      .createTable('catalog_trigram')
      .addColumn('trigram', 'text', (column) => column.notNull())
      .addColumn('word', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('catalog_trigram_key', ['trigram', 'word'])
      .execute()
    await schema
      .createTable('catalog_problem')
      .addColumn('path', 'text', (column) => column.primaryKey())
      .addColumn('blob_id', 'text', (column) => column.notNull())
      .addColumn('diagnostics', 'jsonb', (column) => column.notNull())
      .addColumn('checked_by', 'text', (column) => column.notNull())
      .execute()
    await sql`insert into catalog_problem (path, blob_id, diagnostics, checked_by)
      select problem->>'path', '', problem->'diagnostics', ''
      from catalog_state, jsonb_array_elements(problems) as problem
      on conflict do nothing`.execute(database)
    await sql`alter table catalog_state
      drop column problems,
      alter column synced_commit drop not null,
      add column checked_at timestamptz,
      add column behind_since timestamptz,
      add column failure jsonb`.execute(database)
    await sql`create index proposal_open_commit on proposal (generated_commit) where status = 'open'`.execute(
      database,
    )
  },
}
