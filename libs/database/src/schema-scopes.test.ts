import { PGlite } from '@electric-sql/pglite'
import { Kysely, PGliteDialect, sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { migrate } from './migrate.ts'
import type { Database } from './schema.ts'

/** Tables of the installation as a whole. */
const globalTables = [
  ...['kysely_migration', 'kysely_migration_lock', 'master_key', 'person_session', 'role', 'signing_key'],
]

/** Tables that belong to a space, but to none of its blueprint repositories. Every other one belongs to a blueprint repository. */
const tablesOfSpaces = [
  ...[
    'api_token',
    'cloud_credential',
    'environment',
    'environment_log',
    'environment_request',
    'environment_run',
    'environment_secret',
    'event',
    'event_chain',
    'event_delivery',
    'member',
    'secret',
    'space',
    'space_setting',
    'terraform_state',
    'terraform_state_access',
    'terraform_state_version',
    'webhook',
    'workload',
  ],
]

let database: Kysely<Database>
beforeAll(async () => {
  database = new Kysely<Database>({ dialect: new PGliteDialect({ pglite: await PGlite.create() }) })
  await migrate(database)
})
afterAll(() => database?.destroy())

it('every table says which space and blueprint repository a row belongs to', async () => {
  expect(await findFaults(database)).toEqual([])
})

it('a table without a scope, an optional scope, and unique indexes and foreign keys across scopes are faults', async () => {
  await sql`create table gadget (id int primary key)`.execute(database)
  await sql`create table widget (space_id text default 'default' not null, blueprint_repository_id text, name text,
    primary key (space_id, name))`.execute(database)
  await sql`create unique index widget_name on widget (name)`.execute(database)
  await sql`create table part (space_id text not null, blueprint_repository_id text not null, gadget int references gadget)`.execute(
    database,
  )
  const faults = await findFaults(database)
  await sql`drop table part, widget, gadget`.execute(database)
  expect(faults.toSorted()).toEqual([
    'gadget has no column blueprint_repository_id',
    'gadget has no column space_id',
    'gadget_pkey does not end with space_id, blueprint_repository_id',
    'part_gadget_fkey does not end with space_id, blueprint_repository_id',
    'widget.blueprint_repository_id can be null',
    'widget.space_id has a default',
    'widget_name does not end with space_id, blueprint_repository_id',
    'widget_pkey does not end with space_id, blueprint_repository_id',
  ])
})

async function findFaults(database: Kysely<Database>): Promise<readonly string[]> {
  const { rows: tables } = await sql<{ readonly name: string; readonly columns: Columns }>`
    select table_name as name, jsonb_object_agg(column_name, jsonb_build_object(
      'nullable', is_nullable = 'YES', 'preset', column_default is not null)) as columns
    from information_schema.columns where table_schema = 'public' group by table_name`.execute(database)
  const { rows: keys } = await sql<{
    readonly table: string
    readonly name: string
    readonly columns: readonly string[]
  }>`
    select indrelid::regclass::text as table, indexrelid::regclass::text as name,
      (select jsonb_agg(pg_get_indexdef(indexrelid, place, true) order by place)
        from generate_series(1, indnkeyatts) as place) as columns
    from pg_index where indisunique and indrelid::regclass::text = any(${tables.map(({ name }) => name)})
    union all
    select conrelid::regclass::text, conname, (
      select jsonb_agg(attname order by place) from unnest(conkey) with ordinality as key (number, place)
      join pg_attribute on attrelid = conrelid and attnum = number)
    from pg_constraint where contype = 'f'`.execute(database)
  return tables
    .filter(({ name }) => !globalTables.includes(name))
    .flatMap(({ name, columns }) => {
      const scope = ['space_id', ...(tablesOfSpaces.includes(name) ? [] : ['blueprint_repository_id'])]
      const ends = (key: readonly string[]) =>
        scope.every((column, index) => key.at(index - scope.length) === column)
      return [
        ...scope.flatMap((column) => findColumnFault(name, column, columns[column])),
        ...keys
          .filter((key) => key.table === name && !ends(key.columns))
          .map((key) => `${key.name} does not end with ${scope.join(', ')}`),
      ]
    })
}

interface Column {
  readonly nullable: boolean
  readonly preset: boolean
}
type Columns = Readonly<Record<string, Column | undefined>>

function findColumnFault(table: string, name: string, column: Column | undefined): readonly string[] {
  if (column === undefined) return [`${table} has no column ${name}`]
  return [
    ...(column.nullable ? [`${table}.${name} can be null`] : []),
    ...(column.preset ? [`${table}.${name} has a default`] : []),
  ]
}
