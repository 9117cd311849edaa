import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What imports could not do beside their result, until it is done. */
export const sideStepProblems: Migration = {
  async up(database: Kysely<unknown>) {
    await sql`create table side_step_problem (
      kind text not null,
      subject text not null,
      about text not null,
      since timestamptz not null,
      facts jsonb not null,
      space_id text not null,
      blueprint_repository_id text not null,
      constraint side_step_problem_key primary key (kind, subject, about, space_id, blueprint_repository_id)
    )`.execute(database)
  },
}
