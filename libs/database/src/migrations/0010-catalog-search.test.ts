import { PGlite } from '@electric-sql/pglite'
import { Kysely, PGliteDialect, sql } from 'kysely'
import { Migrator, type Migration } from 'kysely/migration'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { PostgresCatalogStore } from '../catalog/postgres-catalog-store.ts'
import { migrate } from '../migrate.ts'
import type { Database } from '../schema.ts'
import { firstTables } from './0001-first-tables.ts'
import { semanticVersions } from './0002-semantic-versions.ts'
import { hosts } from './0003-hosts.ts'
import { webhooks } from './0004-webhooks.ts'
import { pullRequestPolicies } from './0005-pull-request-policies.ts'
import { leases } from './0007-leases.ts'
import { blueprintRepository } from './0008-blueprint-repository.ts'
import { nameReservations } from './0009-name-reservations.ts'

const earlier: Record<string, Migration> = {
  '0001-first-tables': firstTables,
  '0002-semantic-versions': semanticVersions,
  '0003-hosts': hosts,
  '0004-webhooks': webhooks,
  '0005-pull-request-policies': pullRequestPolicies,
  '0007-leases': leases,
  '0008-blueprint-repository': blueprintRepository,
  '0009-name-reservations': nameReservations,
}

let database: Kysely<Database>
beforeEach(async () => {
  database = new Kysely<Database>({ dialect: new PGliteDialect({ pglite: await PGlite.create() }) })
  const migrator = new Migrator({ db: database, provider: { getMigrations: async () => earlier } })
  expect((await migrator.migrateToLatest()).error).toBeUndefined()
})
afterEach(() => database.destroy())

it('keeps entries, versions, problems and the synced commit of a catalog from before', async () => {
  const text = 'spec_version: 2\nmetadata: { owners: ["@core"] }\ngrains: {}\n'
  await sql`insert into catalog_entry (name, display_name, description, labels, retired, version)
    values ('network', 'Network', null, '["aws"]', false, '1.0.0')`.execute(database)
  await sql`insert into catalog_version (blueprint, version, ordinal, commit, blob_id, text, published_at)
    values ('network', '1.0.0', 1, 'c1', 'b1', ${text}, now())`.execute(database)
  const problems = [{ path: 'blueprints/bad.yaml', diagnostics: [{ severity: 'error', message: 'No.' }] }]
  await sql`insert into catalog_state (id, synced_commit, problems) values (1, 'c1', ${JSON.stringify(problems)})`.execute(
    database,
  )
  await migrate(database)
  const catalog = new PostgresCatalogStore(database)
  expect(await catalog.readState()).toEqual({ syncedCommit: 'c1' })
  expect((await catalog.list({}, { limit: 10 })).items).toMatchObject([{ name: 'network', labels: ['aws'] }])
  expect(await catalog.findVersion('network', '1.0.0')).toMatchObject({ text })
  expect(await catalog.listProblems({ limit: 10 })).toMatchObject({
    items: [{ path: 'blueprints/bad.yaml', diagnostics: [{ message: 'No.' }] }],
  })
  // Both are done again by the first synchronisation.
  const outdated = await catalog.findOutdated('1.0.0')
  expect(outdated).toEqual({ names: ['network'], problemPaths: ['blueprints/bad.yaml'] })
  await catalog.describeAgain(await catalog.findEntries(outdated.names))
  expect((await catalog.findOutdated('1.0.0')).names).toEqual([])
  expect(await catalog.count({ search: 'net', labels: ['aws'] })).toBe(1)
})
