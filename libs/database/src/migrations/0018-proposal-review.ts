import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * What lists, filters and searches need of a proposal, so that they read neither files nor bodies. Open proposals get their numbers
 * from their bodies; their conflicts have no details and therefore no buttons until they are proposed again.
 */
export const proposalReview: Migration = {
  async up(database: Kysely<unknown>) {
    await database.schema
      .alterTable('proposal')
      .addColumn('breaking', 'integer')
      .addColumn('conflict_count', 'integer')
      .addColumn('owners', sql`text[]`)
      .addColumn('conflicts', 'jsonb')
      .addColumn('declarations', 'jsonb')
      .addColumn('search_text', 'text', (column) =>
        column
          .generatedAlwaysAs(
            sql`lower(blueprint || ' ' || title || ' ' || coalesce(source->>'store', '') || '/' || coalesce(source->>'path', ''))`,
          )
          .stored(),
      )
      .execute()
    await sql`
      update proposal set owners = '{}',
        breaking = (length(body) - length(replace(body, E'\n- **Breaking:**', ''))) / length(E'\n- **Breaking:**'),
        conflict_count = case when body like E'%\n## To decide\n%' then 1 else 0 end
      where status = 'open'`.execute(database)
    await database.schema
      .createIndex('proposal_by_status')
      .on('proposal')
      .columns(['status', 'number'])
      .execute()
  },
}
