import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** The fingerprint of a pull request has the name that the code uses, so that none is synced again without need. */
export const syncedFingerprint: Migration = {
  async up(database: Kysely<unknown>) {
    await sql`
      update proposal
      set pull_request = (pull_request - 'inStepWith') || jsonb_build_object('syncedFingerprint', pull_request->'inStepWith')
      where pull_request ? 'inStepWith'`.execute(database)
  },
}
