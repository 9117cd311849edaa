import type { Scope } from '@groundplan/actor'
import { longestReservation, type NameReservations, type ReservedName } from '@groundplan/importer'
import { sql, type Kysely } from 'kysely'
import type { Database } from './schema.ts'
import { inScope } from './scope-columns.ts'
import { toJson } from './storable.ts'

/** How old a reservation is, by the database's clock. */
const oldest = sql<Date>`clock_timestamp() - ${longestReservation} * interval '1 millisecond'`

export class PostgresNameReservations implements NameReservations {
  readonly #database: Kysely<Database>
  readonly #scope: Scope

  constructor(database: Kysely<Database>, scope: Scope) {
    this.#database = database
    this.#scope = scope
  }

  async list(): Promise<readonly ReservedName[]> {
    return this.#database
      .selectFrom('name_reservation')
      .select(['name', 'source'])
      .distinct()
      .where(inScope(this.#scope))
      .where('reserved_at', '>', oldest)
      .execute()
  }

  async reserve(importId: string, names: readonly ReservedName[]): Promise<void> {
    if (names.length === 0) return
    const { spaceId, blueprintRepositoryId } = this.#scope
    // One text for all: rows of parameters would be more than PostgreSQL takes.
    await sql`insert into name_reservation (space_id, blueprint_repository_id, import_id, name, source)
      select ${spaceId}, ${blueprintRepositoryId}, ${importId}, name, source from jsonb_to_recordset(${toJson(names)}::jsonb) as given (name text, source jsonb)
      on conflict do nothing`.execute(this.#database)
  }

  async release(importId: string): Promise<void> {
    await this.#database
      .deleteFrom('name_reservation')
      .where(inScope(this.#scope))
      .where((where) => where.or([where('import_id', '=', importId), where('reserved_at', '<=', oldest)]))
      .execute()
  }
}
