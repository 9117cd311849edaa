import type { Scope } from '@groundplan/actor'
import type { DashboardStore, WrittenDashboard } from '@groundplan/host-sync'
import type { Kysely } from 'kysely'
import type { Database } from './schema.ts'
import { inScope, scopeColumns, scopeKey } from './scope-columns.ts'

export class PostgresDashboardStore implements DashboardStore {
  readonly #database: Kysely<Database>
  readonly #scope: Scope

  constructor(database: Kysely<Database>, scope: Scope) {
    this.#database = database
    this.#scope = scope
  }

  async find(): Promise<WrittenDashboard | undefined> {
    const row = await this.#database
      .selectFrom('dashboard')
      .select(['fingerprint', 'written_at'])
      .where(inScope(this.#scope))
      .executeTakeFirst()
    return row && { fingerprint: row.fingerprint, at: row.written_at }
  }

  async save({ fingerprint, at }: WrittenDashboard): Promise<void> {
    await this.#database
      .insertInto('dashboard')
      .values({ ...scopeColumns(this.#scope), fingerprint, written_at: at })
      .onConflict((conflict) => conflict.columns(scopeKey).doUpdateSet({ fingerprint, written_at: at }))
      .execute()
  }
}
