import { sql, type Kysely } from 'kysely'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { PostgresCatalogStore } from '../catalog/postgres-catalog-store.ts'
import { createEarlierDatabase } from '../earlier-database.fixture.ts'
import { migrate } from '../migrate.ts'
import type { Database } from '../schema.ts'

const scope = { spaceId: 'default', blueprintRepositoryId: 'default' }

let database: Kysely<Database>
beforeEach(async () => {
  database = await createEarlierDatabase('0009-name-reservations')
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
  const catalog = new PostgresCatalogStore(database, scope)
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
