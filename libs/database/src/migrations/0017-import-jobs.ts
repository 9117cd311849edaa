import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * Imports are jobs: attempts own them, not servers. Those that an earlier version has left unfinished wait, and get a job soon after
 * the server has started (`enqueueUnfinished`).
 */
export const importJobs: Migration = {
  async up(database: Kysely<unknown>) {
    await sql`alter table import_run rename to import`.execute(database)
    await sql`drop index import_run_unfinished`.execute(database)
    await sql`alter table import rename column owner to token`.execute(database)
    await sql`update import set status = 'waiting', state = '{"status": "waiting"}', token = ''
      where status in ('waiting', 'running')`.execute(database)
    await sql`create index import_unfinished on import (number) where status in ('waiting', 'running')`.execute(
      database,
    )
  },
}
