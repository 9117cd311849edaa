import { mkdir } from 'node:fs/promises'
import { PGlite } from '@electric-sql/pglite'
import { errorMessage, ExternalServiceError, InputError } from '@groundplan/errors'
import { Kysely, PGliteDialect, PostgresDialect, sql, type Dialect } from 'kysely'
import { Pool } from 'pg'
import { migrate } from './migrate.ts'
import type { Database } from './schema.ts'

/** Which database to use: PostgreSQL at an address, or the embedded one in a directory. */
export type DatabaseLocation =
  | { readonly kind: 'postgresql'; readonly url: string }
  | { readonly kind: 'embedded'; readonly directory: string }

/** Opens the database and brings its tables up to date. Close it with `destroy()`. Throws InputError or ExternalServiceError. */
export async function openDatabase(location: DatabaseLocation): Promise<Kysely<Database>> {
  const database = new Kysely<Database>({ dialect: await createDialect(location) })
  try {
    await sql`select 1`.execute(database)
    await migrate(database)
    return database
  } catch (error) {
    await database.destroy().catch(() => {})
    throw location.kind === 'embedded' ? damaged(location.directory, error) : unreachable(location.url, error)
  }
}

async function createDialect(location: DatabaseLocation): Promise<Dialect> {
  if (location.kind === 'postgresql') {
    const pool = new Pool({ connectionString: location.url, max: 10, connectionTimeoutMillis: 10_000 })
    // Without a listener a dropped idle connection would end the process.
    pool.on('error', () => {})
    return new PostgresDialect({ pool })
  }
  try {
    await mkdir(location.directory, { recursive: true })
    return new PGliteDialect({ pglite: await PGlite.create(location.directory) })
  } catch (error) {
    throw damaged(location.directory, error)
  }
}

function damaged(directory: string, cause: unknown): InputError {
  return new InputError(`The embedded database in ${directory} cannot be opened: ${errorMessage(cause)}`, {
    hint: 'Nothing was changed. Restore the folder from a backup, or move it aside: the catalog comes back from the blueprint repository.',
    cause,
  })
}

function unreachable(url: string, cause: unknown): ExternalServiceError {
  const shown = url.replace(/\/\/[^@/]*@/, '//')
  return new ExternalServiceError(`The database ${shown} cannot be used: ${errorMessage(cause)}`, {
    service: 'postgresql',
    retryable: true,
    cause,
    hint: 'Check DATABASE_URL and that the server runs.',
  })
}
