import type { Scope } from '@groundplan/actor'
import type { Lease, LeaseStore } from '@groundplan/proposal'
import { sql, type Kysely } from 'kysely'
import type { Database } from './schema.ts'
import { inScope, scopeColumns, scopeKey } from './scope-columns.ts'

/** Leases in a table; the database's clock says when they expire. */
export class PostgresLeaseStore implements LeaseStore {
  readonly #database: Kysely<Database>
  readonly #scope: Scope

  constructor(database: Kysely<Database>, scope: Scope) {
    this.#database = database
    this.#scope = scope
  }

  async acquire(key: string, holder: string, milliseconds: number): Promise<Lease | undefined> {
    const row = {
      holder,
      token: sql<string>`nextval('lease_token')`,
      expires_at: inMilliseconds(milliseconds),
    }
    const taken = await this.#database
      .insertInto('lease')
      .values({ ...scopeColumns(this.#scope), key, ...row })
      .onConflict((conflict) =>
        conflict
          .columns([...scopeKey, 'key'])
          .doUpdateSet(row)
          .where((where) =>
            where.or([
              where('lease.holder', '=', holder),
              where('lease.expires_at', '<=', sql<Date>`clock_timestamp()`),
            ]),
          ),
      )
      .returning('token')
      .executeTakeFirst()
    return taken && { key, token: BigInt(taken.token) }
  }

  async renew({ key, token }: Lease, milliseconds: number): Promise<boolean> {
    const { numUpdatedRows } = await this.#database
      .updateTable('lease')
      .set({ expires_at: inMilliseconds(milliseconds) })
      .where(inScope(this.#scope))
      .where('key', '=', key)
      .where('token', '=', String(token))
      .executeTakeFirst()
    return numUpdatedRows === 1n
  }

  async release({ key, token }: Lease): Promise<void> {
    await this.#database
      .deleteFrom('lease')
      .where(inScope(this.#scope))
      .where('key', '=', key)
      .where('token', '=', String(token))
      .execute()
  }

  async removeExpired(milliseconds: number): Promise<void> {
    await this.#database
      .deleteFrom('lease')
      .where(inScope(this.#scope))
      .where('expires_at', '<', inMilliseconds(-milliseconds))
      .execute()
  }

  async listHeld(keys: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.#database
      .selectFrom('lease')
      .select('key')
      .where(inScope(this.#scope))
      .where('key', '=', sql<string>`any(${keys})`)
      .where('expires_at', '>', sql<Date>`clock_timestamp()`)
      .execute()
    return new Set(rows.map(({ key }) => key))
  }
}

function inMilliseconds(milliseconds: number) {
  return sql<Date>`clock_timestamp() + ${milliseconds} * interval '1 millisecond'`
}
