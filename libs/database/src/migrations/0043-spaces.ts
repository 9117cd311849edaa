import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * Spaces beside the home space, which needs no row, and the blueprints that are published to them: those of a blueprint repository, each
 * to a space.
 */
export const spaces: Migration = {
  async up(database: Kysely<unknown>) {
    await sql`create table space (
      title text not null,
      description text not null,
      created_at timestamptz not null,
      archived_at timestamptz,
      space_id text not null,
      constraint space_key primary key (space_id)
    )`.execute(database)
    await sql`create table publication (
      blueprint text not null,
      defaults jsonb not null,
      hidden jsonb not null,
      published_at timestamptz not null,
      published_by jsonb not null,
      space_id text not null,
      blueprint_repository_id text not null,
      constraint publication_key primary key (blueprint, space_id, blueprint_repository_id)
    )`.execute(database)
    await sql`create index publication_of_space on publication (space_id, blueprint_repository_id)`.execute(
      database,
    )
  },
}
