import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Store names of repositories. Those that were scanned before keep their short names. */
export const repositoryRegistry: Migration = {
  async up(database: Kysely<unknown>) {
    await sql`create table registered_repository (
      position bigint generated always as identity,
      host text not null,
      id text not null,
      store text not null,
      former_stores text[] not null,
      owner text not null,
      name text not null,
      former_names text[] not null,
      address text not null,
      missing jsonb,
      space_id text not null,
      blueprint_repository_id text not null,
      constraint registered_repository_key primary key (host, id, space_id, blueprint_repository_id)
    )`.execute(database)
    // Two repositories of one name may have been scanned, of which one was refused later: the name is the first one's.
    await sql`insert into registered_repository
        (host, id, store, former_stores, owner, name, former_names, address, space_id, blueprint_repository_id)
      select host, id, store, '{}', '', '', '{}', '', space_id, blueprint_repository_id
      from (
        select distinct on (lower(store), space_id, blueprint_repository_id) *
        from (
          select distinct on (host, id, space_id, blueprint_repository_id) *
          from scanned_repository
          order by host, id, space_id, blueprint_repository_id, scanned_at desc
        ) as newest
        order by lower(store), space_id, blueprint_repository_id, modules > 0 desc, scanned_at
      ) as scanned
      order by scanned_at, store`.execute(database)
  },
}
