import { PGlite } from '@electric-sql/pglite'
import { Kysely, PGliteDialect } from 'kysely'
import { Migrator } from 'kysely/migration'
import { migrations } from './migrate.ts'
import type { Database } from './schema.ts'

let empty: Promise<Blob> | undefined

/** A database as the version left it whose newest migration this is. */
export async function createEarlierDatabase(newest: keyof typeof migrations): Promise<Kysely<Database>> {
  const pglite = await PGlite.create({ loadDataDir: await (empty ??= dumpEmpty()) })
  const database = new Kysely<Database>({ dialect: new PGliteDialect({ pglite }) })
  const migrator = new Migrator({ db: database, provider: { getMigrations: async () => migrations } })
  const { error } = await migrator.migrateTo(newest)
  if (error !== undefined) throw error
  return database
}

/** It takes four times as long to make a database as to copy one. */
async function dumpEmpty(): Promise<Blob> {
  const pglite = await PGlite.create()
  try {
    return await pglite.dumpDataDir('none')
  } finally {
    await pglite.close()
  }
}
