import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What is wanted of the pull requests of some repositories. */
export const pullRequestPolicies: Migration = {
  async up(database: Kysely<unknown>) {
    await database.schema.alterTable('proposal').addColumn('policy', 'jsonb').execute()
  },
}
