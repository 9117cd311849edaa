import type { Scope } from '@groundplan/actor'
import type { RegisteredRepository, RepositoryKey, RepositoryRegistry } from '@groundplan/importer'
import { sql, type Kysely } from 'kysely'
import type { Database } from './schema.ts'
import { inScope } from './scope-columns.ts'
import { toJson } from './storable.ts'

export class PostgresRepositoryRegistry implements RepositoryRegistry {
  readonly #database: Kysely<Database>
  readonly #scope: Scope

  constructor(database: Kysely<Database>, scope: Scope) {
    this.#database = database
    this.#scope = scope
  }

  async list(): Promise<readonly RegisteredRepository[]> {
    const rows = await this.#database
      .selectFrom('registered_repository')
      .select(['host', 'id', 'store', 'owner', 'name', 'address', 'missing'])
      .select(['former_stores as formerStores', 'former_names as formerNames'])
      .where(inScope(this.#scope))
      .orderBy('position')
      .execute()
    return rows.map(({ missing, ...row }) => ({
      ...row,
      missing: missing === null ? undefined : { ...missing, since: new Date(missing.since) },
    }))
  }

  async save(repositories: readonly RegisteredRepository[]): Promise<void> {
    if (repositories.length === 0) return
    const { spaceId, blueprintRepositoryId } = this.#scope
    // A statement cannot change a row twice.
    const byKey = new Map(repositories.map((each) => [`${each.host}\0${each.id}`, each]))
    // One text for all: rows of parameters would be more than PostgreSQL takes.
    await sql`insert into registered_repository
        (host, id, store, former_stores, owner, name, former_names, address, missing, space_id, blueprint_repository_id)
      select host, id, store, "formerStores", owner, name, "formerNames", address, missing, ${spaceId}, ${blueprintRepositoryId}
      from rows from (jsonb_to_recordset(${toJson([...byKey.values()])}::jsonb) as
        (host text, id text, store text, "formerStores" text[], owner text, name text, "formerNames" text[], address text, missing jsonb))
        with ordinality as given (host, id, store, "formerStores", owner, name, "formerNames", address, missing, place)
      order by place
      on conflict (host, id, space_id, blueprint_repository_id) do update set
        store = excluded.store, former_stores = excluded.former_stores, owner = excluded.owner, name = excluded.name,
        former_names = excluded.former_names, address = excluded.address, missing = excluded.missing`.execute(
      this.#database,
    )
  }

  async remove(keys: readonly RepositoryKey[]): Promise<void> {
    if (keys.length === 0) return
    const given = keys.map(({ host, id }) => ({ host, id }))
    await this.#database
      .deleteFrom('registered_repository')
      .where(inScope(this.#scope))
      .where(
        sql<boolean>`(host, id) in (select host, id from jsonb_to_recordset(${toJson(given)}::jsonb) as given (host text, id text))`,
      )
      .execute()
  }
}
