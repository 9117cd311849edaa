import { sql } from 'kysely'
import type { OpenDatabase } from './open-database.ts'

/** Asks the database for a constant. Throws ExternalServiceError if it does not answer. */
export async function pingDatabase(database: OpenDatabase): Promise<void> {
  await sql`select 1`.execute(database)
}
