import type { Scope } from '@groundplan/actor'
import type { ScannedRepository, ScanStore } from '@groundplan/importer'
import type { Kysely } from 'kysely'
import type { Database } from './schema.ts'
import { inScope, scopeColumns, scopeKey } from './scope-columns.ts'
import { toJson } from './storable.ts'

export class PostgresScanStore implements ScanStore {
  readonly #database: Kysely<Database>
  readonly #scope: Scope

  constructor(database: Kysely<Database>, scope: Scope) {
    this.#database = database
    this.#scope = scope
  }

  async list(host: string): Promise<readonly ScannedRepository[]> {
    const rows = await this.#database
      .selectFrom('scanned_repository')
      .selectAll()
      .where(inScope(this.#scope))
      .where('host', '=', host)
      .execute()
    return rows.map(
      ({ change_token, settings_id, scanned_at, space_id: _, blueprint_repository_id: __, ...row }) => ({
        ...row,
        changeToken: change_token ?? undefined,
        settingsId: settings_id,
        scannedAt: scanned_at,
      }),
    )
  }

  async save({ changeToken, settingsId, scannedAt, problems, ...scanned }: ScannedRepository): Promise<void> {
    const row = {
      ...scopeColumns(this.#scope),
      ...scanned,
      change_token: changeToken ?? null,
      settings_id: settingsId,
      scanned_at: scannedAt,
      problems: toJson(problems),
    }
    await this.#database
      .insertInto('scanned_repository')
      .values(row)
      .onConflict((conflict) => conflict.columns([...scopeKey, 'host', 'id', 'ref']).doUpdateSet(row))
      .execute()
  }
}
