import { PGlite } from '@electric-sql/pglite'
import { findPostgresqlPrograms, isRequired, startPostgresql } from '@groundplan/testing'
import { Kysely, PGliteDialect, PostgresDialect, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PostgresCatalogStore } from '../catalog/postgres-catalog-store.ts'
import { migrate, migrations } from '../migrate.ts'
import { PostgresProposalStore } from '../postgres-proposal-store.ts'
import type { Database } from '../schema.ts'

const scope = { spaceId: 'default', blueprintRepositoryId: 'default' }
const inRepository = { space_id: 'default', blueprint_repository_id: 'default' }
const inSpace = { space_id: 'default' }

const time = '2026-03-01T10:11:12+00:00'
const proposal = {
  ...{ kind: 'update', title: 't', body: 'b', branch: 'x', generated_commit: 'c1', content_id: 'id' },
  ...{ source: { store: 'acme', path: 'network' }, created_at: time, updated_at: time },
}
const entry = { display_name: 'Network', labels: ['aws'], retired: false, version: '2.0.0' }
const version = {
  blueprint: 'network',
  commit: 'c1',
  blob_id: 'b1',
  text: 'spec_version: 2',
  published_at: time,
}
const scan = {
  host: 'github.com',
  id: '1',
  commit: 'c',
  settings_id: 's',
  settled: true,
  store: 'x',
  modules: 1,
}

/** What a version before kept: rows by table. */
const rows: Readonly<Record<string, readonly object[]>> = {
  proposal: [
    { ...proposal, blueprint: 'network', status: 'open' },
    { ...proposal, blueprint: 'network', status: 'rejected' },
    { ...proposal, blueprint: 'queue', status: 'open' },
  ],
  catalog_entry: [
    { ...entry, name: 'network' },
    { ...entry, name: 'queue' },
  ],
  catalog_version: [
    { ...version, version: '1.0.0', ordinal: 1 },
    { ...version, version: '2.0.0', ordinal: 2 },
  ],
  catalog_state: [{ id: 1, synced_commit: 'c1', checked_at: time }],
  catalog_problem: [{ path: 'blueprints/bad.yaml', blob_id: 'b', diagnostics: [], checked_by: '1' }],
  catalog_word: [{ word: 'network' }],
  catalog_trigram: [
    { trigram: 'net', word: 'network' },
    { trigram: 'etw', word: 'network' },
  ],
  review_state: [{ id: 1, followed_at: time }],
  blueprint_repository: [{ id: 1, root_commit: 'c0' }],
  import: [{ request: { configured: true }, started_at: time, status: 'waiting', state: {}, token: '' }],
  scanned_repository: [
    { ...scan, ref: 'main', problems: [], scanned_at: time },
    { ...scan, ref: 'v1', problems: [], scanned_at: time },
  ],
  webhook: [{ host: 'github.com', repository: 'acme/network', fingerprint: 'f', refused: false, at: time }],
  lease: [{ key: 'branch x', holder: 'h', token: 7, expires_at: time }],
  name_reservation: [{ import_id: '1', name: 'network', source: {}, reserved_at: time }],
  event: [
    {
      at: time,
      actor: { kind: 'system' },
      type: 'proposal.opened',
      subject_kind: 'proposal',
      subject_id: '1',
    },
  ],
}

const programs = await findPostgresqlPrograms()

describe('on the embedded database', () => {
  testMigration(async () => ({
    dialect: new PGliteDialect({ pglite: await PGlite.create() }),
    stop: async () => {},
  }))
})

describe.skipIf(programs === undefined && !isRequired('postgresql'))('on PostgreSQL', () => {
  testMigration(async () => {
    const { url, stop } = await startPostgresql(programs ?? 'missing: install PostgreSQL')
    return { dialect: new PostgresDialect({ pool: new Pool({ connectionString: url }) }), stop }
  })
})

/** Columns that later migrations add or remove. */
const others: Readonly<Record<string, readonly string[]>> = {
  event: ['digest', 'hash', 'sequence', 'source_address', 'transaction'],
  catalog_entry: ['sources'],
}

function withoutOthers(table: string, row: object): object {
  return Object.fromEntries(Object.entries(row).filter(([name]) => others[table]?.includes(name) !== true))
}

function testMigration(
  start: () => Promise<{ dialect: PGliteDialect | PostgresDialect; stop: () => Promise<void> }>,
): void {
  let database: Kysely<Database>
  let stop = async () => {}
  let before: ReadonlyMap<string, readonly object[]>
  beforeAll(async () => {
    const started = await start()
    ;({ stop } = started)
    database = new Kysely<Database>({ dialect: started.dialect })
    const names = Object.keys(migrations)
    const earlier = names[names.indexOf('0021-scopes') - 1]
    if (earlier === undefined) throw new Error('There is no earlier version.')
    const migrator = new Migrator({ db: database, provider: { getMigrations: async () => migrations } })
    expect((await migrator.migrateTo(earlier)).error).toBeUndefined()
    for (const [table, kept] of Object.entries(rows))
      for (const row of kept) await insert(database, table, row)
    before = await readTables(database)
    await migrate(database)
  })
  afterAll(async () => {
    await database?.destroy()
    await stop()
  })

  it('keeps every row of every table, and gives it the default space and blueprint repository', async () => {
    const after = await readTables(database)
    for (const [table, kept] of before) {
      const isSingle = ['catalog_state', 'review_state', 'blueprint_repository'].includes(table)
      const columns = table === 'webhook' || table === 'event' ? inSpace : inRepository
      const expected = kept.map((row) => {
        const { id: _, ...rest } = row as { readonly id?: number }
        return withoutOthers(table, { ...(isSingle ? rest : row), ...columns })
      })
      const found = after.get(table)?.map((row) => withoutOthers(table, row))
      expect(found, table).toEqual(expected)
      expect(expected.length, table).toBeGreaterThan(0)
    }
  })

  it('lets the stores of the default scope go on with them', async () => {
    const catalog = new PostgresCatalogStore(database, scope)
    expect(await catalog.findRepository()).toEqual({ rootCommit: 'c0', syncedCommit: 'c1' })
    expect((await catalog.findWithVersions('network'))?.versions).toEqual(['2.0.0', '1.0.0'])
    expect(await new PostgresProposalStore(database, scope).count({ status: 'open' })).toBe(2)
  })

  it('has no default of a scope: a statement that forgets it fails', async () => {
    await expect(sql`insert into catalog_word (word) values ('x')`.execute(database)).rejects.toThrow(
      'space_id',
    )
  })

  it('keeps what has to be unique so within a scope alone', async () => {
    const open = { ...proposal, blueprint: 'queue', status: 'open', ...inRepository }
    await expect(insert(database, 'proposal', open)).rejects.toThrow('proposal_one_open')
    await insert(database, 'proposal', { ...open, blueprint_repository_id: 'other' })
    await insert(database, 'proposal', { ...open, space_id: 'other' })
    const orphan = { ...version, version: '1.0.0', ordinal: 1, ...inSpace, blueprint_repository_id: 'other' }
    await expect(insert(database, 'catalog_version', orphan)).rejects.toThrow('catalog_version_entry_fkey')
  })
}

/** Inserts a row; columns that it does not have get their defaults. */
async function insert(database: Kysely<Database>, table: string, row: object): Promise<void> {
  const columns = sql.join(Object.keys(row).map((name) => sql.ref(name)))
  await sql`insert into ${sql.table(table)} (${columns})
    select ${columns} from jsonb_populate_record(null::${sql.table(table)}, ${JSON.stringify(row)}::jsonb)`.execute(
    database,
  )
}

async function readTables(database: Kysely<Database>): Promise<ReadonlyMap<string, readonly object[]>> {
  const tables = new Map<string, readonly object[]>()
  for (const table of Object.keys(rows)) {
    const read = sql<{
      readonly row: object
    }>`select to_jsonb(each) as row from ${sql.table(table)} as each order by ctid`
    tables.set(
      table,
      (await read.execute(database)).rows.map(({ row }) => row),
    )
  }
  return tables
}
